-- $1 table as regclass text. Unique indexes that ON CONFLICT can use: whole, plain, checked at once.
select array_agg(a.attname::text order by a.attname) as columns
from pg_index as i
join lateral unnest(i.indkey::smallint[]) with ordinality as k (attnum, place) on k.place <= i.indnkeyatts
join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
where
  i.indrelid = $1::regclass
  and i.indisunique
  and i.indimmediate
  and i.indisvalid
  and i.indpred is null
  and i.indexprs is null
group by i.indexrelid
