-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."jobs" (
  "id" bigint NOT NULL,
  "company_id" bigint NOT NULL,
  "industry_code" text,
  "department_id" integer,
  "title" text NOT NULL,
  "seniority" text NOT NULL,
  "location" text,
  "openings" smallint NOT NULL,
  "salary_min" numeric(12,2),
  "salary_max" numeric(12,2),
  "salary_mid" numeric(12,2),
  "currency" text NOT NULL,
  "opened_on" date NOT NULL,
  "closed_on" date,
  "updated_at" timestamp(6) with time zone NOT NULL,
  "deleted_at" timestamp(6) with time zone,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."jobs" IS 'One row per opening that a company has published. Closed openings keep their row.';
COMMENT ON COLUMN "analytics"."jobs"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."jobs"."company_id" IS 'The company that hires.';
COMMENT ON COLUMN "analytics"."jobs"."industry_code" IS 'Industry of the company, as benchmarks of openings cut them. [from analytics.companies.industry_code by company_id]';
COMMENT ON COLUMN "analytics"."jobs"."department_id" IS 'For which department; null when unknown.';
COMMENT ON COLUMN "analytics"."jobs"."title" IS 'As published, without needless white space.';
COMMENT ON COLUMN "analytics"."jobs"."seniority" IS 'Intern, junior, senior, lead or executive, as far as the title tells; else other.';
COMMENT ON COLUMN "analytics"."jobs"."location" IS 'City; null when none was given.';
COMMENT ON COLUMN "analytics"."jobs"."openings" IS 'People wanted; -1 stands for "any number".';
COMMENT ON COLUMN "analytics"."jobs"."salary_min" IS 'Gross per year, in `currency`.';
COMMENT ON COLUMN "analytics"."jobs"."salary_max" IS 'Gross per year, in `currency`.';
COMMENT ON COLUMN "analytics"."jobs"."salary_mid" IS 'Middle between `salary_min` and `salary_max`; null unless both are given. MySQL computes it.';
COMMENT ON COLUMN "analytics"."jobs"."currency" IS 'ISO 4217 code of the salaries.';
COMMENT ON COLUMN "analytics"."jobs"."opened_on" IS 'First day online.';
COMMENT ON COLUMN "analytics"."jobs"."closed_on" IS 'Last day online; null while open, also where the application says so with the end of all days.';
COMMENT ON COLUMN "analytics"."jobs"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
COMMENT ON COLUMN "analytics"."jobs"."deleted_at" IS 'When it was removed; null otherwise.';
