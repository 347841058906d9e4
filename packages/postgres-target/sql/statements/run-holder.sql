-- $1 scheduled at. Who has the run lease of this time.
select run, state
from hourglass.runs
where scheduled_at = $1::timestamptz
