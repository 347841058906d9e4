-- How companies of a segment do, month by month, without showing any one of them: a figure is given only when at least 5
-- companies are in it and none of them has more than half of it.
with company_month as (
  select
    r.segment,
    date_trunc('month', r.responded_at)::date as month,
    r.company_id,
    count(*) as responses,
    count(r.score) as scored,
    sum(r.score) as score_sum,
    count(r.nps) as rated,
    count(*) filter (where r.nps_class = 'promoter') as promoters,
    count(*) filter (where r.nps_class = 'detractor') as detractors
  from analytics.response_context as r
  join analytics.companies as c on c.id = r.company_id and not c.is_demo
  where r.counts and r.segment is not null and r.responded_at is not null
  group by r.segment, date_trunc('month', r.responded_at)::date, r.company_id
),
segment_month as (
  select
    segment,
    month,
    count(*) as companies,
    sum(responses) as responses,
    count(*) >= 5 and 2 * max(responses) <= sum(responses) as shown,
    sum(score_sum) / nullif(sum(scored), 0) as mean_score,
    count(*) filter (where scored > 0) >= 5 and 2 * max(scored) <= sum(scored) as score_shown,
    100 * (sum(promoters) - sum(detractors)) / nullif(sum(rated), 0) as nps,
    count(*) filter (where rated > 0) >= 5 and 2 * max(rated) <= sum(rated) as nps_shown
  from company_month
  group by segment, month
)
select
  segment,
  month,
  shown,
  (case when shown then companies end)::integer as companies,
  (case when shown then responses end)::bigint as responses,
  (case when shown and score_shown then round(mean_score, 2) end)::numeric(5, 2) as mean_score,
  (case when shown and nps_shown then round(nps, 1) end)::numeric(4, 1) as nps
from segment_month;
