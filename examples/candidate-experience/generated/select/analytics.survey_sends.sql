-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `survey_id`,
  `candidate_id`,
  `application_id`,
  `channel`,
  `reminders`,
  `cost`,
  `sent_at`,
  `opened_at`,
  `updated_at`
FROM `survey_sends`;
