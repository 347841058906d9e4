-- $1 schema, $2 name. Nothing when there is no such relation.
select c.relkind::text as kind
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname = $1 and c.relname = $2
