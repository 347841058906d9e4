import type { ModeType } from './load-mode.ts'
import { checkWindow, DEFAULT_OVERLAP_SECONDS } from './windowed.ts'

/** Inserts rows that are new and updates those that differ; rows outside the window stay as they are. */
export interface MergeLoad<Cursor extends string = string> {
  readonly mode: 'merge'
  /** The column that moves forward whenever a row changes. */
  readonly cursor: Cursor
  /** How far behind the watermark each run reads again, in seconds. */
  readonly overlapSeconds: number
}

/** As a table file writes it. */
export interface MergeDefinition<Cursor extends string = string> {
  readonly mode: 'merge'
  readonly cursor: Cursor
  /** 600 when absent. */
  readonly overlapSeconds?: number
}

export const merge: ModeType<MergeDefinition, MergeLoad> = {
  example: '{ mode: "merge", cursor: "updated_at" }',
  model: { takesSince: true },
  check: checkWindow,
  complete: ({ cursor, overlapSeconds = DEFAULT_OVERLAP_SECONDS }) =>
    Object.freeze({ mode: 'merge', cursor, overlapSeconds }),
  describe: ({ cursor }, overlapSeconds) => ({
    name: 'merge',
    window: { cursor, overlapSeconds },
    unstaged: 'stay',
    ofTable: `\`merge\` by \`${cursor}\`, reading ${overlapSeconds} s of the last window again`,
    ofModel: `\`merge\`: a build makes the rows whose inputs changed; \`${cursor}\` is the latest change of what a row is made of`,
  }),
}
