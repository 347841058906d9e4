-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."company_settings" (
  "company_id" bigint NOT NULL,
  "time_zone" text NOT NULL,
  "currency" text NOT NULL,
  "monthly_fee" numeric(12,2) NOT NULL,
  "quiet_from" interval,
  "features" bit(8) NOT NULL,
  "settings" jsonb,
  "updated_at" timestamp(6) with time zone NOT NULL,
  PRIMARY KEY ("company_id")
);
COMMENT ON TABLE "analytics"."company_settings" IS 'One row per company: how it wants to be measured and billed.';
COMMENT ON COLUMN "analytics"."company_settings"."company_id" IS 'The company; one row each.';
COMMENT ON COLUMN "analytics"."company_settings"."time_zone" IS 'IANA zone that its months and weeks follow.';
COMMENT ON COLUMN "analytics"."company_settings"."currency" IS 'ISO 4217 code of its bills.';
COMMENT ON COLUMN "analytics"."company_settings"."monthly_fee" IS 'Net, in `currency`.';
COMMENT ON COLUMN "analytics"."company_settings"."quiet_from" IS 'Time of day in `time_zone` from which no invitations go out; from 24:00 on it means the next day. Null when they always may.';
COMMENT ON COLUMN "analytics"."company_settings"."features" IS 'One bit per feature switch, lowest bit first.';
COMMENT ON COLUMN "analytics"."company_settings"."settings" IS 'Reminders, theme and logo, as the settings page writes them; null while all are the defaults.';
COMMENT ON COLUMN "analytics"."company_settings"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
