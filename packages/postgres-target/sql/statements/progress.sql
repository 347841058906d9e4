-- $1 targets. Rows of the last publish leave out those that only moved the watermark.
select
  s.target,
  to_char(s.watermark, 'YYYY-MM-DD HH24:MI:SS.US') as watermark,
  s.published_fence as fence,
  s.lookups,
  p.staged as rows
from hourglass.table_state as s
left join lateral (
  select staged
  from hourglass.publishes
  where target = s.target and mode <> 'advance'
  order by fence desc
  limit 1
) as p on true
where s.target = any ($1::text[])
