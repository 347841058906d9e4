-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `company_id`,
  `email`,
  `full_name`,
  `language`,
  `language`,
  `born_on`,
  `created_at`,
  `updated_at`,
  `deleted_at`
FROM `candidates`;
