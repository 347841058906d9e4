-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `response_id`,
  `question_id`,
  `rating`,
  `body`,
  `answered_at`,
  `updated_at`,
  `deleted_at`
FROM `answers`;
