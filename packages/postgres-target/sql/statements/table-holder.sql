-- $1 target. Who holds the table's lease, and until when (ISO 8601, UTC).
select run, to_char(held_until, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as until
from hourglass.table_leases
where target = $1 and run is not null
