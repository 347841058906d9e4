-- $1 run. Frees every table lease that the run still holds.
update hourglass.table_leases
set run = null, held_until = null
where run = $1
