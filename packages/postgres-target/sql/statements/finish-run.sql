-- $1 run, $2 state. A run that never got the run lease has no row, which is fine.
update hourglass.runs
set state = $2, finished_at = clock_timestamp()
where run = $1
