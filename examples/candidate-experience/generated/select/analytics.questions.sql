-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `survey_id`,
  `position`,
  `asks_for`,
  `wording`,
  `scale_max`,
  `weight` * 1,
  `updated_at`
FROM `questions`;
