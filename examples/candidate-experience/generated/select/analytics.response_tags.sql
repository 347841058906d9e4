-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `response_id`,
  `tag_id`,
  `confidence` * 1
FROM `response_tags`;
