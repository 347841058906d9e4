-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `company_id`,
  `email`,
  `full_name`,
  `role`,
  `last_seen_at`,
  `created_at`,
  `updated_at`,
  `deleted_at`
FROM `users`;
