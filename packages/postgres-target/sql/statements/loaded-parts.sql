-- $1 staging.
select part_key, rows
from hourglass.loaded_parts
where staging = $1
