-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."response_tags" (
  "response_id" numeric(20,0) NOT NULL,
  "tag_id" bigint NOT NULL,
  "confidence" double precision,
  PRIMARY KEY ("response_id", "tag_id")
);
COMMENT ON TABLE "analytics"."response_tags" IS 'One row per label on a response. Rows come and go without a time of change, so every run reads all.';
COMMENT ON COLUMN "analytics"."response_tags"."response_id" IS 'The response that bears the label.';
COMMENT ON COLUMN "analytics"."response_tags"."tag_id" IS 'The label.';
COMMENT ON COLUMN "analytics"."response_tags"."confidence" IS 'How sure the classifier was, 0 to 1; null when a person put the label on.';
