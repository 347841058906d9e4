-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."companies" (
  "id" bigint NOT NULL,
  "name" text NOT NULL,
  "slug" text NOT NULL,
  "country" text NOT NULL,
  "industry_code" text,
  "plan" text NOT NULL,
  "employees" bigint,
  "size_band" text,
  "size_segment" text,
  "founded" smallint,
  "is_demo" boolean NOT NULL,
  "created_at" timestamp(6) with time zone NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."companies" IS 'One row per customer. Small, so that every run reads all of it.';
COMMENT ON COLUMN "analytics"."companies"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."companies"."name" IS 'As on the contract.';
COMMENT ON COLUMN "analytics"."companies"."slug" IS 'Name in the address of the survey pages; unique.';
COMMENT ON COLUMN "analytics"."companies"."country" IS 'ISO 3166-1 alpha-2 code of the head office.';
COMMENT ON COLUMN "analytics"."companies"."industry_code" IS 'What the company does; null until asked.';
COMMENT ON COLUMN "analytics"."companies"."plan" IS 'What the customer pays for.';
COMMENT ON COLUMN "analytics"."companies"."employees" IS 'As the customer states it; null when never asked.';
COMMENT ON COLUMN "analytics"."companies"."size_band" IS 'Band of `employees`.';
COMMENT ON COLUMN "analytics"."companies"."size_segment" IS 'Benchmark segment of its size. [from analytics.size_bands.segment by (sizeBand of employees)]';
COMMENT ON COLUMN "analytics"."companies"."founded" IS 'Year of founding; 0 when the customer typed none.';
COMMENT ON COLUMN "analytics"."companies"."is_demo" IS 'A company of our own, for demonstrations; left out of benchmarks.';
COMMENT ON COLUMN "analytics"."companies"."created_at" IS 'When the contract began.';
COMMENT ON COLUMN "analytics"."companies"."updated_at" IS 'Set by MySQL ON UPDATE.';
