-- What models were made of, so that a build knows what has changed since the last one.

create table hourglass.model_state (
  target text primary key,
  definition text not null,
  inputs jsonb not null,
  built_at timestamptz not null default clock_timestamp()
);
comment on table hourglass.model_state is 'What the rows of a model were made of. Written with the publish that made them live.';
comment on column hourglass.model_state.definition is 'Hash of the model; another one means that all rows are made anew.';
comment on column hourglass.model_state.inputs is 'Target of each input -> fence of its last publish that the build has seen.';
