-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."company_summary" (
  "company_id" bigint NOT NULL,
  "segment" text,
  "first_day" date,
  "last_day" date,
  "responses" text NOT NULL,
  "shown" boolean NOT NULL,
  "mean_score" numeric(5,2),
  "score_change" numeric(5,2),
  "nps" numeric(4,1),
  "completion_rate" numeric(4,1),
  PRIMARY KEY ("company_id")
);
COMMENT ON TABLE "analytics"."company_summary" IS 'One row per company: its last 90 days. Figures of fewer than 5 responses are left out.';
COMMENT ON COLUMN "analytics"."company_summary"."company_id" IS 'The company.';
COMMENT ON COLUMN "analytics"."company_summary"."segment" IS 'Benchmark segment to compare it with.';
COMMENT ON COLUMN "analytics"."company_summary"."first_day" IS 'First day of the period, UTC; null while there is no response at all.';
COMMENT ON COLUMN "analytics"."company_summary"."last_day" IS 'Last day of the period: that of the newest response of any company.';
COMMENT ON COLUMN "analytics"."company_summary"."responses" IS 'Responses that count, as a band: none, 1 to 4, 5 to 19, 20 to 99, 100 or more.';
COMMENT ON COLUMN "analytics"."company_summary"."shown" IS 'At least 5 responses count, so that there are figures.';
COMMENT ON COLUMN "analytics"."company_summary"."mean_score" IS 'Mean score, 0 to 100; null below 5 responses with a score.';
COMMENT ON COLUMN "analytics"."company_summary"."score_change" IS 'Less that of the 90 days before; null unless both have at least 5 responses with a score.';
COMMENT ON COLUMN "analytics"."company_summary"."nps" IS 'Share of promoters less share of detractors, -100 to 100; null below 5 ratings.';
COMMENT ON COLUMN "analytics"."company_summary"."completion_rate" IS 'Responses that count, in percent of the surveys opened; null below 5 responses.';
