import type { Excused } from './score.ts'

/** Survivors that were looked at, each with the reason why no test kills it. `pnpm mutants` names the ones that are missing. */
export const EXCUSED: readonly Excused[] = []
