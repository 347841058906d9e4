-- The counts of invariant I2, beside the watermark they belong to.
insert into hourglass.publishes (
  target, fence, run, mode, window_lower, window_bound, watermark_before, watermark_after,
  rows_read, rows_quarantined, staged, inserted, updated, unchanged, deduplicated, deleted, late, latest_late_seconds, quarantined
)
values (
  $1, $2, $3, $4, $5::timestamp(6), $6::timestamp(6), $7::timestamp(6), greatest($7::timestamp(6), $6::timestamp(6)),
  $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
)
