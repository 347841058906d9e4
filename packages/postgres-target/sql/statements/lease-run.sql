-- $1 run, $2 scheduled at, $3 execution ARN. Takes or takes up again the run lease; a row comes back when this run has it.
insert into hourglass.runs as r (run, scheduled_at, execution_arn)
values ($1, $2::timestamptz, $3)
on conflict (scheduled_at) do update
set state = 'running', finished_at = null, execution_arn = excluded.execution_arn
where r.run = excluded.run
returning run
