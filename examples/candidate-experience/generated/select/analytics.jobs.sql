-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `company_id`,
  `department_id`,
  `title`,
  `title`,
  `location`,
  `openings`,
  `salary_min`,
  `salary_max`,
  `salary_mid`,
  `currency`,
  `opened_on`,
  `closed_on`,
  `updated_at`,
  `deleted_at`
FROM `jobs`;
