-- What a table looked up when all of its rows were last read, so that a later change can be told.

alter table hourglass.table_state add column lookups jsonb;
comment on column hourglass.table_state.lookups is
  'Looked-up table -> fingerprint of what was taken of it, as of the last publish that read all rows. Moves only with a publish.';
