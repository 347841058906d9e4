-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."candidates" (
  "id" numeric(20,0) NOT NULL,
  "company_id" bigint NOT NULL,
  "email" text NOT NULL,
  "full_name" text,
  "language" text NOT NULL,
  "language_group" text NOT NULL,
  "birth_year" smallint,
  "created_at" timestamp(6) with time zone NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  "deleted_at" timestamp(6) with time zone,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."candidates" IS 'One row per person and company that has asked this person for feedback. Soft-deleted on request.';
COMMENT ON COLUMN "analytics"."candidates"."id" IS 'Assigned by MySQL AUTO_INCREMENT.';
COMMENT ON COLUMN "analytics"."candidates"."company_id" IS 'The company that asks.';
COMMENT ON COLUMN "analytics"."candidates"."email" IS 'Address behind a keyed hash. Equal addresses, here and in `users`, have equal masks.';
COMMENT ON COLUMN "analytics"."candidates"."full_name" IS 'Name behind a keyed hash; null when the customer sent none, and once forgotten.';
COMMENT ON COLUMN "analytics"."candidates"."language" IS 'BCP 47 tag of the language that surveys are sent in.';
COMMENT ON COLUMN "analytics"."candidates"."language_group" IS '`language` as dashboards group it: its first part where it is one of eight, else other.';
COMMENT ON COLUMN "analytics"."candidates"."birth_year" IS 'Year of birth, where the customer gave it (a form sends 1900-01-01 for none); the day stays in MySQL.';
COMMENT ON COLUMN "analytics"."candidates"."created_at" IS 'When the customer first sent this person to us.';
COMMENT ON COLUMN "analytics"."candidates"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
COMMENT ON COLUMN "analytics"."candidates"."deleted_at" IS 'When the person asked to be forgotten; null while active.';
