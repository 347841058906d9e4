-- $1 model, $2 hash of its definition, $3 inputs as JSON.
insert into hourglass.model_state (target, definition, inputs)
values ($1, $2, $3::jsonb)
on conflict (target) do update
set definition = excluded.definition, inputs = excluded.inputs, built_at = clock_timestamp()
