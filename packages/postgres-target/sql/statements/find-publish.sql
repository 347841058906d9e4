-- $1 target, $2 fence.
select run, mode, staged, inserted, updated, unchanged, deduplicated, quarantined, deleted, late, latest_late_seconds
from hourglass.publishes
where target = $1 and fence = $2
