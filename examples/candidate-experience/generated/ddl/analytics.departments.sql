-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."departments" (
  "id" integer NOT NULL,
  "company_id" bigint NOT NULL,
  "parent_id" integer,
  "name" text NOT NULL,
  "headcount" integer,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."departments" IS 'One row per department of a company. Some thousands of rows without a time of change, so every run reads all.';
COMMENT ON COLUMN "analytics"."departments"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."departments"."company_id" IS 'The company it is part of.';
COMMENT ON COLUMN "analytics"."departments"."parent_id" IS 'The department above; null at the top.';
COMMENT ON COLUMN "analytics"."departments"."name" IS 'In the language of the company.';
COMMENT ON COLUMN "analytics"."departments"."headcount" IS 'People in it, as the customer states; null when never asked.';
