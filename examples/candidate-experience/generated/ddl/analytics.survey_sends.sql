-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."survey_sends" (
  "id" numeric(20,0) NOT NULL,
  "survey_id" bigint NOT NULL,
  "company_id" bigint,
  "candidate_id" numeric(20,0) NOT NULL,
  "application_id" bigint,
  "channel" text NOT NULL,
  "reminders" smallint NOT NULL,
  "cost" numeric(9,6) NOT NULL,
  "sent_at" timestamp(6) without time zone NOT NULL,
  "opened_at" timestamp(6) without time zone,
  "seconds_to_open" bigint,
  "updated_at" timestamp(6) with time zone NOT NULL,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."survey_sends" IS 'One row per invitation that went out. The secret part of its link stays in MySQL: whoever has it can answer.';
COMMENT ON COLUMN "analytics"."survey_sends"."id" IS 'Below 2^63 from the first mail provider, above it from the second; the keys of the two lie far apart.';
COMMENT ON COLUMN "analytics"."survey_sends"."survey_id" IS 'What the candidate is asked to fill in.';
COMMENT ON COLUMN "analytics"."survey_sends"."company_id" IS 'The company that asks. [from analytics.surveys.company_id by survey_id]';
COMMENT ON COLUMN "analytics"."survey_sends"."candidate_id" IS 'Who is asked.';
COMMENT ON COLUMN "analytics"."survey_sends"."application_id" IS 'The application that it is about; null when unknown.';
COMMENT ON COLUMN "analytics"."survey_sends"."channel" IS 'How it reached the candidate.';
COMMENT ON COLUMN "analytics"."survey_sends"."reminders" IS 'Reminders sent after the invitation.';
COMMENT ON COLUMN "analytics"."survey_sends"."cost" IS 'What the provider charges for the invitation, in euros.';
COMMENT ON COLUMN "analytics"."survey_sends"."sent_at" IS 'When the invitation went out, UTC.';
COMMENT ON COLUMN "analytics"."survey_sends"."opened_at" IS 'When the candidate opened it, UTC; null before.';
COMMENT ON COLUMN "analytics"."survey_sends"."seconds_to_open" IS 'From sending to opening, in seconds; null while unopened. [from sent_at, opened_at through secondsBetween(''sent_at'', ''opened_at'')]';
COMMENT ON COLUMN "analytics"."survey_sends"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
