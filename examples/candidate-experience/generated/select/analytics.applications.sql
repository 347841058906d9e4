-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `candidate_id`,
  `job_id`,
  `stage_code`,
  `status`,
  `source`,
  `expected_salary`,
  `match_score` * 1,
  `applied_at`,
  `updated_at`,
  `deleted_at`
FROM `applications`;
