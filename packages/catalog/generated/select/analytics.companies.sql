-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `name`,
  `slug`,
  `country`,
  `plan`,
  `employees`,
  `is_demo` + 0,
  `created_at`,
  `updated_at`
FROM `companies`;
