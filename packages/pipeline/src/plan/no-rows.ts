/** The figures of an outcome in which nothing was read. */
export const NO_ROWS = {
  chunks: 0,
  rowsRead: 0,
  rowsQuarantined: 0,
  bytes: 0,
  counts: null,
  conversions: {},
} as const
