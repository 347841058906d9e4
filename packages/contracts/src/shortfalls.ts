import { z } from 'zod'

/* What keeps a table from being complete: rows that are set aside, guarantees that did not hold in full. */

/** A guarantee that did not hold in full, and what restores it. */
export const weakening = z.object({
  /** `bound`: writers may be unseen. `rows`: rows are known and not live. */
  kind: z.enum(['bound', 'rows']),
  /** One sentence without values. */
  reason: z.string(),
  /** What a person does about it: a command, a grant, a setting. */
  cure: z.string(),
})
export type Weakening = z.infer<typeof weakening>
/** A row that could not cross: its key, exact texts in the order of the primary key, and why. No other values. */
export const setAsideRow = z.object({
  key: z.array(z.string()),
  column: z.string(),
  reason: z.string(),
  /** S3 key of the quarantine object that holds the row; null when the row never left Postgres. */
  object: z.string().nullable(),
})
export type SetAsideRow = z.infer<typeof setAsideRow>
