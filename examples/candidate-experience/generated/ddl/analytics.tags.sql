-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."tags" (
  "id" bigint NOT NULL,
  "company_id" bigint NOT NULL,
  "name" text NOT NULL,
  "colour" text,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."tags" IS 'One row per label that a company’s people put on responses.';
COMMENT ON COLUMN "analytics"."tags"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."tags"."company_id" IS 'Whose label it is.';
COMMENT ON COLUMN "analytics"."tags"."name" IS 'As people typed it; the same word may come in several spellings.';
COMMENT ON COLUMN "analytics"."tags"."colour" IS 'Hex colour, e.g. "#ff8800"; null for the default.';
