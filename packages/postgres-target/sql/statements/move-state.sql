-- $1 target, $2 watermark or null, $3 fence. Forward only (invariant I5).
update hourglass.table_state
set watermark = greatest(watermark, $2::timestamp(6)), published_fence = $3, updated_at = clock_timestamp()
where target = $1
