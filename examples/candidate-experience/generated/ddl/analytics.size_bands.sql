-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."size_bands" (
  "code" text NOT NULL,
  "name" text NOT NULL,
  "position" smallint NOT NULL,
  "segment" text NOT NULL,
  PRIMARY KEY ("code")
);
COMMENT ON TABLE "analytics"."size_bands" IS 'One row per band of company sizes. A handful of rows, changed by hand when benchmarks are cut differently.';
COMMENT ON COLUMN "analytics"."size_bands"."code" IS 'Key: the bands of the transform sizeBand.';
COMMENT ON COLUMN "analytics"."size_bands"."name" IS 'As shown in the benchmark filter.';
COMMENT ON COLUMN "analytics"."size_bands"."position" IS 'Order of the bands, the smallest companies first.';
COMMENT ON COLUMN "analytics"."size_bands"."segment" IS 'Benchmark segment of its companies, wider than a band.';
