-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `response_id`,
  `tag_id`,
  CAST(`confidence` AS DOUBLE)
FROM `response_tags`;
