-- Made by `pnpm golden` from the catalog; changes here are lost.

CREATE SCHEMA IF NOT EXISTS "analytics";
CREATE TABLE IF NOT EXISTS "analytics"."users" (
  "id" bytea NOT NULL,
  "company_id" bigint NOT NULL,
  "email" text NOT NULL,
  "full_name" text,
  "role" text NOT NULL,
  "last_seen_at" timestamp(6) without time zone,
  "created_at" timestamp(6) with time zone NOT NULL,
  "updated_at" timestamp(6) with time zone NOT NULL,
  "deleted_at" timestamp(6) with time zone,
  PRIMARY KEY ("id")
);
COMMENT ON TABLE "analytics"."users" IS 'One row per person who signs in: recruiters, hiring managers, administrators. Soft-deleted when they leave.';
COMMENT ON COLUMN "analytics"."users"."id" IS 'UUID as 16 bytes, made by the application.';
COMMENT ON COLUMN "analytics"."users"."company_id" IS 'Where the person works.';
COMMENT ON COLUMN "analytics"."users"."email" IS 'Address behind a keyed hash. Equal addresses, here and in `candidates`, have equal masks.';
COMMENT ON COLUMN "analytics"."users"."full_name" IS 'Name behind a keyed hash; null when never given.';
COMMENT ON COLUMN "analytics"."users"."role" IS 'What the person may do, from reading only to everything.';
COMMENT ON COLUMN "analytics"."users"."last_seen_at" IS 'Last page view, UTC; null before the first one, for which older versions wrote the first second of 1970.';
COMMENT ON COLUMN "analytics"."users"."created_at" IS 'When the person was invited.';
COMMENT ON COLUMN "analytics"."users"."updated_at" IS 'Set by MySQL ON UPDATE; drives upserts.';
COMMENT ON COLUMN "analytics"."users"."deleted_at" IS 'When the account was closed; null while open.';
