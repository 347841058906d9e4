-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."hiring_stages" (
  "company_id" bigint NOT NULL,
  "code" text NOT NULL,
  "position" smallint NOT NULL,
  "label" text NOT NULL,
  "moment" text NOT NULL,
  PRIMARY KEY ("company_id", "code")
);
COMMENT ON TABLE "analytics"."hiring_stages" IS 'One row per step of a company’s hiring process.';
COMMENT ON COLUMN "analytics"."hiring_stages"."company_id" IS 'Whose process it is.';
COMMENT ON COLUMN "analytics"."hiring_stages"."code" IS 'Short name, unique within the company; applications name their stage by it.';
COMMENT ON COLUMN "analytics"."hiring_stages"."position" IS 'Order within the process, from 0.';
COMMENT ON COLUMN "analytics"."hiring_stages"."label" IS 'As the company calls it.';
COMMENT ON COLUMN "analytics"."hiring_stages"."moment" IS 'The moment that surveys about this step ask about.';
