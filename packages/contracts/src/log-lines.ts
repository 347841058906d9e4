/*
 * Log messages that infra counts with a metric filter: their text is part of the contract.
 */

/**
 * Written by `finish`, one per table that a run leaves complete up to its watermark, with the field `table`. The
 * staleness alarm of a table counts them, so it also rings when no run happens at all.
 */
export const TABLE_CURRENT = 'table current'
