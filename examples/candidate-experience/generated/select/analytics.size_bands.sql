-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `code`,
  `name`,
  `position`,
  `segment`
FROM `size_bands`;
