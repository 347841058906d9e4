-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `id`,
  `company_id`,
  `parent_id`,
  `name`,
  `headcount`
FROM `departments`;
