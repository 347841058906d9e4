-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."surveys" (
  "id" bigint NOT NULL,
  "company_id" bigint NOT NULL,
  "title" text NOT NULL,
  "moment" text NOT NULL,
  "channels" text[] NOT NULL,
  "anonymous" boolean NOT NULL,
  "settings" jsonb,
  "created_at" timestamp(6) with time zone NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  "deleted_at" timestamp(6) with time zone,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."surveys" IS 'One row per survey that a company has set up. Soft-deleted when the company removes it.';
COMMENT ON COLUMN "analytics"."surveys"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."surveys"."company_id" IS 'The company that asks.';
COMMENT ON COLUMN "analytics"."surveys"."title" IS 'What the candidate reads first.';
COMMENT ON COLUMN "analytics"."surveys"."moment" IS 'The moment of the hiring process that it asks about.';
COMMENT ON COLUMN "analytics"."surveys"."channels" IS 'How invitations go out.';
COMMENT ON COLUMN "analytics"."surveys"."anonymous" IS 'True when nobody at the company sees who answered.';
COMMENT ON COLUMN "analytics"."surveys"."settings" IS 'Languages, number of reminders and introduction, as the survey editor writes them; null while all are the defaults.';
COMMENT ON COLUMN "analytics"."surveys"."created_at" IS 'When it was set up.';
COMMENT ON COLUMN "analytics"."surveys"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
COMMENT ON COLUMN "analytics"."surveys"."deleted_at" IS 'When the company removed it; null while in use.';
