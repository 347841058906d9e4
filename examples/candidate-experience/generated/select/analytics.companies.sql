-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `name`,
  `slug`,
  `country`,
  `industry_code`,
  `plan`,
  `employees`,
  `employees`,
  `founded`,
  `is_demo` + 0,
  `created_at`,
  `updated_at`
FROM `companies`;
