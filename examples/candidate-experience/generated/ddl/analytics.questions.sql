-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."questions" (
  "id" bigint NOT NULL,
  "survey_id" bigint NOT NULL,
  "position" smallint NOT NULL,
  "asks_for" text NOT NULL,
  "wording" text NOT NULL,
  "scale_max" smallint,
  "weight" real NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."questions" IS 'One row per question of a survey. A reworded question is a new row.';
COMMENT ON COLUMN "analytics"."questions"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."questions"."survey_id" IS 'The survey that asks it.';
COMMENT ON COLUMN "analytics"."questions"."position" IS 'Order within the survey; negative when it is hidden.';
COMMENT ON COLUMN "analytics"."questions"."asks_for" IS 'What kind of answer it takes: likelihood to recommend, stars, agreement, or free text.';
COMMENT ON COLUMN "analytics"."questions"."wording" IS 'As the candidate reads it, in the language of the survey.';
COMMENT ON COLUMN "analytics"."questions"."scale_max" IS 'Best rating: 10 for nps, 5 for stars, 7 for agreement; null for text.';
COMMENT ON COLUMN "analytics"."questions"."weight" IS 'How much it counts in the score of a response, relative to its other questions.';
COMMENT ON COLUMN "analytics"."questions"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
