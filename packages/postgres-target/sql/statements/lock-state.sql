-- $1 target. Publishes of one table queue up here.
select to_char(watermark, 'YYYY-MM-DD HH24:MI:SS.US') as watermark, published_fence as fence
from hourglass.table_state
where target = $1
for update
