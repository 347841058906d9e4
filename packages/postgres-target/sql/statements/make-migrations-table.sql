-- The one table that migrations need before the first of them.
create schema if not exists hourglass;
create table if not exists hourglass.migrations (
  id integer primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp()
);
