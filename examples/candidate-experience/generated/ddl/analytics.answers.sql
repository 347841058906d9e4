-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."answers" (
  "id" numeric(20,0) NOT NULL,
  "response_id" numeric(20,0) NOT NULL,
  "question_id" bigint NOT NULL,
  "rating" smallint,
  "body" text,
  "answered_at" timestamp(6) without time zone,
  "updated_at" timestamp(6) with time zone NOT NULL,
  "deleted_at" timestamp(6) with time zone,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."answers" IS 'One row per answered question; the largest table by far. Soft-deleted together with its response.';
COMMENT ON COLUMN "analytics"."answers"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."answers"."response_id" IS 'The response it belongs to.';
COMMENT ON COLUMN "analytics"."answers"."question_id" IS 'What was asked; its scale and weight are there.';
COMMENT ON COLUMN "analytics"."answers"."rating" IS 'On the scale of the question, whose best is `questions.scale_max`; null when it asks for text.';
COMMENT ON COLUMN "analytics"."answers"."body" IS 'Free text of the candidate, without addresses, numbers and names that show as such.';
COMMENT ON COLUMN "analytics"."answers"."answered_at" IS 'When the candidate left the question, UTC.';
COMMENT ON COLUMN "analytics"."answers"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
COMMENT ON COLUMN "analytics"."answers"."deleted_at" IS 'When the response was withdrawn; null while it counts.';
