-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."industries" (
  "code" text NOT NULL,
  "name" text NOT NULL,
  "parent_code" text,
  "segment" text NOT NULL,
  PRIMARY KEY ("code")
);
COMMENT ON TABLE "analytics"."industries" IS 'One row per industry that companies are compared within. A few dozen rows, changed by hand.';
COMMENT ON COLUMN "analytics"."industries"."code" IS 'Key that people chose, e.g. "software".';
COMMENT ON COLUMN "analytics"."industries"."name" IS 'As shown in the benchmark filter.';
COMMENT ON COLUMN "analytics"."industries"."parent_code" IS 'The wider industry; null at the top.';
COMMENT ON COLUMN "analytics"."industries"."segment" IS 'Benchmark segment of its companies: those of one segment are compared with each other.';
