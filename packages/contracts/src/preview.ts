import { z } from 'zod'
import { runMode, tableWindow } from './steps.ts'

/** What `hourglass plan` asks the plan-run worker for. */
export const previewEvent = z.object({
  preview: z.object({ tables: z.array(z.string()).optional(), mode: runMode.optional() }),
})
export type PreviewEvent = z.infer<typeof previewEvent>

/** What the next run would do with one table; of a model, that it would be built (`model merge`, `model replace`). */
export const tablePreview = z.object({
  table: z.string(),
  mode: z.string(),
  /** null before the first publish. */
  watermark: z.string().nullable(),
  window: tableWindow,
  /** Drift that would fail the table; empty when it is fine. */
  problems: z.array(z.string()),
  /** From table statistics: the whole table, a hint. */
  estimatedRows: z.number(),
  /** 0 when nothing is new, and of a model. */
  chunks: z.number().int(),
})
export type TablePreview = z.infer<typeof tablePreview>
