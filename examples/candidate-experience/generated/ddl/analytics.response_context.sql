-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."response_context" (
  "response_id" numeric(20,0) NOT NULL,
  "company_id" bigint NOT NULL,
  "segment" text,
  "survey_id" bigint NOT NULL,
  "moment" text NOT NULL,
  "channels" text[] NOT NULL,
  "job_id" bigint,
  "seniority" text,
  "department" text,
  "stage_position" smallint,
  "stage" text,
  "status" text NOT NULL,
  "device" text,
  "nps" smallint,
  "nps_class" text,
  "score" numeric(5,2),
  "opened_at" timestamp(6) with time zone NOT NULL,
  "responded_at" timestamp(6) without time zone,
  "counts" boolean NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  PRIMARY KEY ("response_id")
);
COMMENT ON TABLE "analytics"."response_context" IS 'One row per response with what dashboards filter by. A withdrawn response keeps its row and no longer counts.';
COMMENT ON COLUMN "analytics"."response_context"."response_id" IS 'The response.';
COMMENT ON COLUMN "analytics"."response_context"."company_id" IS 'The company that asked.';
COMMENT ON COLUMN "analytics"."response_context"."segment" IS 'Benchmark segment of its industry; null while that is not known.';
COMMENT ON COLUMN "analytics"."response_context"."survey_id" IS 'The survey that was opened.';
COMMENT ON COLUMN "analytics"."response_context"."moment" IS 'The moment of the hiring process that the survey asks about.';
COMMENT ON COLUMN "analytics"."response_context"."channels" IS 'How its invitations go out.';
COMMENT ON COLUMN "analytics"."response_context"."job_id" IS 'What the candidate applied for last; null when unknown or the survey is anonymous.';
COMMENT ON COLUMN "analytics"."response_context"."seniority" IS 'What the title of that job tells of it.';
COMMENT ON COLUMN "analytics"."response_context"."department" IS 'Name of the department of that job.';
COMMENT ON COLUMN "analytics"."response_context"."stage_position" IS 'Order of the stage that the application has reached, from 0.';
COMMENT ON COLUMN "analytics"."response_context"."stage" IS 'That stage, as the company calls it.';
COMMENT ON COLUMN "analytics"."response_context"."status" IS 'How far the candidate got: started, completed, abandoned.';
COMMENT ON COLUMN "analytics"."response_context"."device" IS 'What it was answered on.';
COMMENT ON COLUMN "analytics"."response_context"."nps" IS 'Would recommend the company, 0 to 10.';
COMMENT ON COLUMN "analytics"."response_context"."nps_class" IS 'promoter, passive or detractor.';
COMMENT ON COLUMN "analytics"."response_context"."score" IS 'Mean of the rated answers on a scale of 0 to 100.';
COMMENT ON COLUMN "analytics"."response_context"."opened_at" IS 'When the survey was opened.';
COMMENT ON COLUMN "analytics"."response_context"."responded_at" IS 'When the last answer came, UTC; null before it.';
COMMENT ON COLUMN "analytics"."response_context"."counts" IS 'Completed, not withdrawn, and its survey in use.';
COMMENT ON COLUMN "analytics"."response_context"."updated_at" IS 'Latest change of response, survey, application or job.';
