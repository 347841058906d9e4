-- $1 table as regclass text. Columns as they are, in their order.
select
  a.attname as name,
  a.atttypid::integer as type,
  a.atttypmod as modifier,
  format_type(a.atttypid, a.atttypmod) as shown,
  a.attnotnull as not_null,
  a.atthasdef or a.attidentity <> '' as has_default,
  a.attgenerated <> '' or a.attidentity = 'a' as computed,
  a.attcollation <> t.typcollation as own_collation
from pg_attribute as a
join pg_type as t on t.oid = a.atttypid
where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
order by a.attnum
