-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `company_id`,
  `title`,
  `moment`,
  `channels`,
  `anonymous` + 0,
  `settings`,
  `created_at`,
  `updated_at`,
  `deleted_at`
FROM `surveys`;
