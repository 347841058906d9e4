-- One row per company over the 90 days up to the newest response of any company. Figures of fewer than 5 responses are
-- left out: they would tell what single candidates answered.
with period as (
  -- The day is taken from the data, so that a rebuild of the same data gives the same rows.
  select (max(opened_at) at time zone 'UTC')::date as last_day
  from analytics.response_context
),
recent as (
  select r.*, (r.opened_at at time zone 'UTC')::date > p.last_day - 90 as is_now
  from analytics.response_context as r
  cross join period as p
  where (r.opened_at at time zone 'UTC')::date > p.last_day - 180
),
figures as (
  select
    company_id,
    count(*) filter (where is_now) as opened,
    count(*) filter (where is_now and counts) as responses,
    count(score) filter (where is_now and counts) as scored,
    avg(score) filter (where is_now and counts) as mean_score,
    count(nps) filter (where is_now and counts) as rated,
    count(*) filter (where is_now and counts and nps_class = 'promoter') as promoters,
    count(*) filter (where is_now and counts and nps_class = 'detractor') as detractors,
    count(score) filter (where not is_now and counts) as scored_before,
    avg(score) filter (where not is_now and counts) as mean_score_before
  from recent
  group by company_id
)
select
  c.id as company_id,
  i.segment,
  p.last_day - 89 as first_day,
  p.last_day,
  case
    when coalesce(f.responses, 0) = 0 then 'none'
    when f.responses < 5 then '1 to 4'
    when f.responses < 20 then '5 to 19'
    when f.responses < 100 then '20 to 99'
    else '100 or more'
  end as responses,
  coalesce(f.responses >= 5, false) as shown,
  (case when f.scored >= 5 then round(f.mean_score, 2) end)::numeric(5, 2) as mean_score,
  (case when f.scored >= 5 and f.scored_before >= 5 then round(f.mean_score - f.mean_score_before, 2) end)::numeric(5, 2)
    as score_change,
  (case when f.rated >= 5 then round(100.0 * (f.promoters - f.detractors) / f.rated, 1) end)::numeric(4, 1) as nps,
  (case when f.opened >= 5 and f.responses >= 5 then round(100.0 * f.responses / f.opened, 1) end)::numeric(4, 1)
    as completion_rate
from analytics.companies as c
cross join period as p
left join analytics.industries as i on i.code = c.industry_code
left join figures as f on f.company_id = c.id;
