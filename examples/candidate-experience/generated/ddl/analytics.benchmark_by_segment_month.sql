-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."benchmark_by_segment_month" (
  "segment" text NOT NULL,
  "month" date NOT NULL,
  "shown" boolean NOT NULL,
  "companies" integer,
  "responses" bigint,
  "mean_score" numeric(5,2),
  "nps" numeric(4,1),
  PRIMARY KEY ("segment", "month")
);
COMMENT ON TABLE "analytics"."benchmark_by_segment_month" IS 'One row per benchmark segment and month with a response. No single company can be read from it; those of our own are left out.';
COMMENT ON COLUMN "analytics"."benchmark_by_segment_month"."segment" IS 'Benchmark segment.';
COMMENT ON COLUMN "analytics"."benchmark_by_segment_month"."month" IS 'First day of the month in which the responses came, UTC.';
COMMENT ON COLUMN "analytics"."benchmark_by_segment_month"."shown" IS 'At least 5 companies answered, none with more than half of the responses; else there are no figures.';
COMMENT ON COLUMN "analytics"."benchmark_by_segment_month"."companies" IS 'Companies with a response.';
COMMENT ON COLUMN "analytics"."benchmark_by_segment_month"."responses" IS 'Responses that count.';
COMMENT ON COLUMN "analytics"."benchmark_by_segment_month"."mean_score" IS 'Mean score of the responses that have one, 0 to 100; null when too few companies are in it.';
COMMENT ON COLUMN "analytics"."benchmark_by_segment_month"."nps" IS 'Share of promoters less share of detractors, -100 to 100; null when too few companies are in it.';
