select id, checksum
from hourglass.migrations
order by id
