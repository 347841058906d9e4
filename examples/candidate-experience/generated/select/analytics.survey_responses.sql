-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `survey_id`,
  `candidate_id`,
  `status`,
  `nps`,
  `nps`,
  `score`,
  CAST(`seconds_spent` AS DOUBLE),
  CAST(`seconds_spent` AS DOUBLE),
  `comment`,
  `context`,
  `context`,
  `responded_at`,
  `created_at`,
  `updated_at`,
  `deleted_at`
FROM `survey_responses`;
