-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."survey_responses" (
  "id" numeric(20,0) NOT NULL,
  "survey_id" bigint NOT NULL,
  "company_id" bigint,
  "industry_code" text,
  "size_segment" text,
  "candidate_id" numeric(20,0),
  "status" text NOT NULL,
  "nps" smallint,
  "nps_class" text,
  "score" numeric(5,2),
  "seconds_spent" double precision,
  "time_spent" text,
  "comment" text,
  "context" jsonb,
  "device" text,
  "responded_at" timestamp(6) without time zone,
  "seconds_to_respond" bigint,
  "responded_month" text,
  "created_at" timestamp(6) with time zone NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  "deleted_at" timestamp(6) with time zone,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."survey_responses" IS 'One row per candidate who opened a survey. Changes while the candidate answers; soft-deleted on request.';
COMMENT ON COLUMN "analytics"."survey_responses"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."survey_responses"."survey_id" IS 'The survey that was opened.';
COMMENT ON COLUMN "analytics"."survey_responses"."company_id" IS 'The company that asks. [from analytics.surveys.company_id by survey_id]';
COMMENT ON COLUMN "analytics"."survey_responses"."industry_code" IS 'Industry of the company. [from analytics.companies.industry_code by (analytics.surveys.company_id by survey_id)]';
COMMENT ON COLUMN "analytics"."survey_responses"."size_segment" IS 'Benchmark segment of the size of the company. [from analytics.size_bands.segment by (analytics.companies.size_band by (analytics.surveys.company_id by survey_id))]';
COMMENT ON COLUMN "analytics"."survey_responses"."candidate_id" IS 'Who answered; null in an anonymous survey.';
COMMENT ON COLUMN "analytics"."survey_responses"."status" IS 'How far the candidate got.';
COMMENT ON COLUMN "analytics"."survey_responses"."nps" IS 'How likely the candidate is to recommend the company, 0 to 10; null until answered.';
COMMENT ON COLUMN "analytics"."survey_responses"."nps_class" IS 'Class of `nps`: promoter from 9, passive 7 and 8, detractor below.';
COMMENT ON COLUMN "analytics"."survey_responses"."score" IS 'Mean of the rated answers on a scale of 0 to 100; null until completed.';
COMMENT ON COLUMN "analytics"."survey_responses"."seconds_spent" IS 'Time on the survey pages, in seconds.';
COMMENT ON COLUMN "analytics"."survey_responses"."time_spent" IS 'Span that `seconds_spent` falls into.';
COMMENT ON COLUMN "analytics"."survey_responses"."comment" IS 'Free text of the candidate, without addresses, numbers and names that show as such.';
COMMENT ON COLUMN "analytics"."survey_responses"."context" IS 'Device, visit, campaign and steps, as the survey page wrote them.';
COMMENT ON COLUMN "analytics"."survey_responses"."device" IS 'What it was answered on: phone, tablet or desktop.';
COMMENT ON COLUMN "analytics"."survey_responses"."responded_at" IS 'When the last answer came, UTC; null before it.';
COMMENT ON COLUMN "analytics"."survey_responses"."seconds_to_respond" IS 'From opening the survey to the last answer, in seconds; null before it. [from created_at, responded_at through secondsBetween(''created_at'', ''responded_at'')]';
COMMENT ON COLUMN "analytics"."survey_responses"."responded_month" IS 'Month of `responded_at` as it is counted in the time zone of the company. [from responded_at, analytics.company_settings.time_zone by (analytics.surveys.company_id by survey_id) through periodKeyIn(''month'', ''responded_at'', ''time_zone'')]';
COMMENT ON COLUMN "analytics"."survey_responses"."created_at" IS 'When the survey was opened.';
COMMENT ON COLUMN "analytics"."survey_responses"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
COMMENT ON COLUMN "analytics"."survey_responses"."deleted_at" IS 'When the response was withdrawn; null while it counts.';
