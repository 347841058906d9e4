-- Rows that could not be published, standing until they arrive. Keys only: other values stay in MySQL and in the
-- quarantine objects.

create table hourglass.set_aside (
  target text not null,
  key_hash bytea not null,
  key text[] not null,
  column_name text not null,
  reason text not null,
  stale boolean not null,
  object text,
  first_run text not null,
  last_run text not null,
  first_seen timestamptz not null default clock_timestamp(),
  last_seen timestamptz not null default clock_timestamp(),
  primary key (target, key_hash)
);
comment on table hourglass.set_aside is 'One row per source row that is set aside. Success deletes it, in the publishing transaction.';
comment on column hourglass.set_aside.key_hash is 'SHA-256 of key: a key may be longer than an index entry.';
comment on column hourglass.set_aside.key is 'Exact key texts in the order of the primary key, as the source writes them.';
comment on column hourglass.set_aside.column_name is 'The column that could not cross; empty when it is the row as a whole.';
comment on column hourglass.set_aside.stale is 'True when an older version of the row is live.';
comment on column hourglass.set_aside.object is 'S3 key of the quarantine object that holds the row; null when the row never left Postgres.';

alter table hourglass.publishes add column quarantined bigint not null default 0;
comment on column hourglass.publishes.quarantined is 'Staged rows that were set aside by the publish itself; rows_quarantined are those of the extract.';
alter table hourglass.publishes drop constraint staged_is_accounted_for;
alter table hourglass.publishes add constraint staged_is_accounted_for
  check (staged = inserted + updated + unchanged + deduplicated + quarantined);
