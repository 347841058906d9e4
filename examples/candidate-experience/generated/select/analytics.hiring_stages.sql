-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `company_id`,
  `code`,
  `position`,
  `label`,
  `moment`
FROM `hiring_stages`;
