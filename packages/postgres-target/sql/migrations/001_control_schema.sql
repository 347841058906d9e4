-- Control schema of Hourglass. Migrations are numbered and never edited: a change is a new file.

create schema hourglass_staging;
create schema hourglass_backup;

comment on schema hourglass is 'Hourglass: runs, leases, watermarks and the ledger.';
comment on schema hourglass_staging is 'Hourglass: tables that runs fill before they publish. Safe to drop between runs.';
comment on schema hourglass_backup is 'Hourglass: earlier generations of tables.';

create table hourglass.runs (
  run text primary key,
  scheduled_at timestamptz not null unique,
  execution_arn text not null,
  state text not null default 'running' check (state in ('running', 'succeeded', 'failed', 'skipped')),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
comment on table hourglass.runs is 'One run per scheduled time: the unique scheduled_at is the run lease.';

create table hourglass.table_leases (
  target text primary key,
  plan_sequence bigint not null default 0,
  run text,
  held_until timestamptz,
  check ((run is null) = (held_until is null))
);
comment on table hourglass.table_leases is
  'Who works on a table, and how often it was planned. Apart from table_state, which a publish keeps locked.';
comment on column hourglass.table_leases.plan_sequence is 'Fence of the latest extract that was planned.';

create table hourglass.table_state (
  target text primary key,
  watermark timestamp(6),
  published_fence bigint not null default 0,
  updated_at timestamptz not null default clock_timestamp()
);
comment on column hourglass.table_state.watermark is 'UTC: how far the table is known complete. Moves only with a publish.';

create table hourglass.publishes (
  target text not null,
  fence bigint not null,
  run text not null,
  mode text not null check (mode in ('merge', 'replace', 'advance')),
  window_lower timestamp(6),
  window_bound timestamp(6),
  watermark_before timestamp(6),
  watermark_after timestamp(6),
  rows_read bigint not null,
  rows_quarantined bigint not null,
  staged bigint not null,
  inserted bigint not null,
  updated bigint not null,
  unchanged bigint not null,
  deduplicated bigint not null,
  deleted bigint not null,
  late bigint not null,
  latest_late_seconds double precision not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (target, fence),
  constraint read_is_staged_or_quarantined check (rows_read = staged + rows_quarantined),
  constraint staged_is_accounted_for check (staged = inserted + updated + unchanged + deduplicated)
);
comment on table hourglass.publishes is 'Ledger: what each publish did to a table, written in the transaction that did it.';
create index publishes_run on hourglass.publishes (run);

create table hourglass.loaded_parts (
  staging text not null,
  part_key text not null,
  rows bigint not null,
  loaded_at timestamptz not null default clock_timestamp(),
  primary key (staging, part_key)
);
comment on table hourglass.loaded_parts is 'Ledger: parts whose rows are in a staging table, written in the same transaction.';
