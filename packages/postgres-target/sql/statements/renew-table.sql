-- $1 target, $2 run, $3 seconds.
update hourglass.table_leases
set held_until = clock_timestamp() + make_interval(secs => $3)
where target = $1 and run = $2
