-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `code`,
  `name`,
  `parent_code`,
  `segment`
FROM `industries`;
