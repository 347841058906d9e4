import type { ModeType } from './load-mode.ts'
import { checkWindow, DEFAULT_OVERLAP_SECONDS } from './windowed.ts'

/**
 * Only inserts: for events that never change. A row whose key is live with other content is set aside, because either
 * the table is not one that is only appended to, or somebody rewrote history.
 */
export interface AppendLoad<Cursor extends string = string> {
  readonly mode: 'append'
  /** The column that says when a row was made. */
  readonly cursor: Cursor
  /** How far behind the watermark each run reads again, in seconds: no row is skipped because of its stamp. */
  readonly overlapSeconds: number
}

/** As a table file writes it. */
export interface AppendDefinition<Cursor extends string = string> {
  readonly mode: 'append'
  readonly cursor: Cursor
  /** 600 when absent. */
  readonly overlapSeconds?: number
}

export const append: ModeType<AppendDefinition, AppendLoad> = {
  example: '{ mode: "append", cursor: "created_at" }',
  model: null,
  check: checkWindow,
  complete: ({ cursor, overlapSeconds = DEFAULT_OVERLAP_SECONDS }) =>
    Object.freeze({ mode: 'append', cursor, overlapSeconds }),
  describe: ({ cursor }, overlapSeconds) => ({
    name: 'append',
    window: { cursor, overlapSeconds },
    unstaged: 'stay',
    ofTable: `\`append\` by \`${cursor}\`, reading ${overlapSeconds} s of the last window again; a live row never changes`,
    ofModel: null,
  }),
}
