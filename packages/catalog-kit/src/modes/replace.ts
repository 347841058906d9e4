import { reportStrangers } from '../checks/check-fields.ts'
import type { ModeType } from './load-mode.ts'

/** Full refresh in place: deletes rows that are gone at the source, writes those that differ. */
export interface ReplaceLoad {
  readonly mode: 'replace'
}

export const replace: ModeType<ReplaceLoad, ReplaceLoad> = {
  example: '{ mode: "replace" }',
  model: { takesSince: false },
  check: (load, _columns, _of, report) => reportStrangers(load, new Set(['mode']), 'load.', report),
  complete: () => Object.freeze({ mode: 'replace' }),
  describe: () => ({
    name: 'replace',
    window: null,
    unstaged: 'go',
    ofTable: '`replace`: every run reads the whole table',
    ofModel: '`replace`: every build makes all rows, and writes those that differ',
  }),
}
