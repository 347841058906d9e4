-- $1 schema.
select 1 as found
from pg_namespace
where nspname = $1
