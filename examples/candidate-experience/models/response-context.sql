-- One row per response with what dashboards filter by. :since keeps the responses of which anything has changed.
with candidate_applications as (
  -- Also rows that no longer count, so that a withdrawn application is noticed as a change.
  select a.candidate_id, max(a.updated_at) as updated_at
  from analytics.applications as a
  group by a.candidate_id
),
latest_application as (
  select distinct on (a.candidate_id) a.candidate_id, a.job_id, a.stage_code
  from analytics.applications as a
  where a.deleted_at is null
  order by a.candidate_id, a.applied_at desc, a.id desc
),
context as (
  select
    r.id as response_id,
    s.company_id,
    i.segment,
    r.survey_id,
    s.moment,
    s.channels,
    j.id as job_id,
    j.seniority,
    d.name as department,
    h.position as stage_position,
    h.label as stage,
    r.status,
    r.device,
    r.nps,
    r.nps_class,
    r.score,
    r.created_at as opened_at,
    r.responded_at,
    r.status = 'completed' and r.deleted_at is null and s.deleted_at is null as counts,
    greatest(r.updated_at, s.updated_at, ca.updated_at, j.updated_at)::timestamptz(6) as updated_at
  from analytics.survey_responses as r
  join analytics.surveys as s on s.id = r.survey_id
  -- Not by way of companies: some of them change every hour, and they have no cursor, so that every build would make all
  -- rows. A response knows its industry.
  left join analytics.industries as i on i.code = r.industry_code
  -- Job, department and stage could tell who answered an anonymous survey.
  left join candidate_applications as ca on ca.candidate_id = r.candidate_id and not s.anonymous
  left join latest_application as l on l.candidate_id = r.candidate_id and not s.anonymous
  left join analytics.jobs as j on j.id = l.job_id
  left join analytics.departments as d on d.id = j.department_id
  left join analytics.hiring_stages as h on h.company_id = j.company_id and h.code = l.stage_code
)
select
  response_id,
  company_id,
  segment,
  survey_id,
  moment,
  channels,
  job_id,
  seniority,
  department,
  stage_position,
  stage,
  status,
  device,
  nps,
  nps_class,
  score,
  opened_at,
  responded_at,
  counts,
  updated_at
from context
where :since is null or updated_at >= :since;
