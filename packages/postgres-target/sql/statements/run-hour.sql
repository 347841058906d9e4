-- $1 run, $2 scheduled at. A row comes back when the run belongs to another time.
select to_char(scheduled_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour
from hourglass.runs
where run = $1 and scheduled_at <> $2::timestamptz
