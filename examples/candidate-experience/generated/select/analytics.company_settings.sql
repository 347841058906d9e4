-- Made by `pnpm golden` from the catalog; changes here are lost.

SELECT
  `company_id`,
  `time_zone`,
  `currency`,
  `monthly_fee`,
  `quiet_from`,
  `features`,
  `settings`,
  `updated_at`
FROM `company_settings`;
