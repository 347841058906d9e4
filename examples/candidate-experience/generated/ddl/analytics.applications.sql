-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."applications" (
  "id" bigint NOT NULL,
  "candidate_id" numeric(20,0) NOT NULL,
  "job_id" bigint NOT NULL,
  "stage_code" text,
  "status" text NOT NULL,
  "source" text,
  "expected_salary" numeric(12,2),
  "match_score" real,
  "applied_at" timestamp(6) without time zone NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  "deleted_at" timestamp(6) with time zone,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."applications" IS 'One row per candidate and job. Moves through the stages; soft-deleted together with its candidate.';
COMMENT ON COLUMN "analytics"."applications"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."applications"."candidate_id" IS 'The person who applies.';
COMMENT ON COLUMN "analytics"."applications"."job_id" IS 'The opening that was applied for.';
COMMENT ON COLUMN "analytics"."applications"."stage_code" IS 'Stage that it has reached: `hiring_stages.code` of the company of the job; null before the first.';
COMMENT ON COLUMN "analytics"."applications"."status" IS 'Open, or how it ended: rejected by the company, withdrawn by the candidate, hired.';
COMMENT ON COLUMN "analytics"."applications"."source" IS 'Where the candidate came from, as job boards write it: in any spelling, and empty for some.';
COMMENT ON COLUMN "analytics"."applications"."expected_salary" IS 'Gross per year, in the currency of the job.';
COMMENT ON COLUMN "analytics"."applications"."match_score" IS 'How well the profile fits, 0 to 1, by the matching service.';
COMMENT ON COLUMN "analytics"."applications"."applied_at" IS 'When the application came in, UTC.';
COMMENT ON COLUMN "analytics"."applications"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
COMMENT ON COLUMN "analytics"."applications"."deleted_at" IS 'When it was withdrawn for good; null otherwise.';
