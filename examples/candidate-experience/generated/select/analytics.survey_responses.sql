-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `survey_id`,
  `candidate_id`,
  `status`,
  `nps`,
  `nps`,
  `score`,
  `seconds_spent` * 1,
  `seconds_spent` * 1,
  `comment`,
  `context`,
  `context`,
  `responded_at`,
  `created_at`,
  `updated_at`,
  `deleted_at`
FROM `survey_responses`;
