-- $1 target, $2 watermark or null, $3 fence, $4 what was looked up, null when only a window was read. Forward only
-- (invariant I5).
update hourglass.table_state
set
  watermark = greatest(watermark, $2::timestamp(6)),
  published_fence = $3,
  lookups = coalesce($4::jsonb, lookups),
  updated_at = clock_timestamp()
where target = $1
