-- $1 model, $2 targets of its inputs, $3 run. For each input: how far it is, and what happened to it since the model was
-- made of it. An incremental publish writes only rows with a cursor at or after its window_lower; one without a lower end
-- may have written any, and a deleted row has no cursor any more.
select
  i.target,
  s.published_fence as fence, -- null: never published
  to_char(s.watermark, 'YYYY-MM-DD HH24:MI:SS.US') as watermark,
  (m.inputs ->> i.target)::bigint as seen,
  coalesce(p.changed, false) as changed,
  coalesce(p.anywhere, false) as anywhere,
  to_char(p.lower, 'YYYY-MM-DD HH24:MI:SS.US') as lower,
  exists (select from hourglass.publishes where target = i.target and run = $3) as this_run
from unnest($2::text[]) as i (target)
left join hourglass.table_state as s on s.target = i.target and s.published_fence > 0
left join hourglass.model_state as m on m.target = $1
left join lateral (
  select
    count(*) > 0 as changed,
    bool_or(window_lower is null or deleted > 0) as anywhere,
    min(window_lower) as lower
  from hourglass.publishes
  where target = i.target and fence > (m.inputs ->> i.target)::bigint and inserted + updated + deleted > 0
) as p on true
order by i.target
