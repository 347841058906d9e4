-- $1 target, $2 run.
update hourglass.table_leases
set run = null, held_until = null
where target = $1 and run = $2
