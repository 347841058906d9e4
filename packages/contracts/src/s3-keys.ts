/** The S3 key layout (docs/glossary.md). `table` is a target name; it is escaped here and nowhere else. */

/** A target name as it is written in S3 keys: `[a-z0-9_.-]`, every other character as `-` and its code in hex. */
export function tableSlug(table: string): string {
  return table.replace(/[^a-z0-9_.]/gu, (character) => `-${character.codePointAt(0)?.toString(16)}-`)
}

const runPrefix = (run: string) => `runs/${run}`
const tablePrefix = (run: string, table: string) => `${runPrefix(run)}/${tableSlug(table)}`

export const s3Keys = {
  /** The plan of a run: two lanes of tables. */
  tables: (run: string) => `${runPrefix(run)}/tables.json`,
  /** The plan of one table: window, fence, chunks. */
  chunks: (run: string, table: string) => `${tablePrefix(run, table)}/chunks.json`,
  /** The record of one extracted chunk, written once. */
  chunkRecord: (run: string, table: string, chunk: string) => `${tablePrefix(run, table)}/chunks/${chunk}.json`,
  /** One part; `attempt` is unique to the worker invocation, because a timed-out worker keeps writing. */
  part: (run: string, table: string, chunk: string, attempt: string, n: number) =>
    `${tablePrefix(run, table)}/parts/${chunk}-${attempt}-${n}.copy.gz`,
  /** Rows kept aside, with the reason. */
  quarantine: (run: string, table: string, chunk: string, attempt: string) =>
    `${tablePrefix(run, table)}/quarantine/${chunk}-${attempt}.jsonl.gz`,
  /** The rows of a looked-up table as the run sees them, written once; `hash` is of the columns that are taken. */
  lookup: (run: string, table: string, hash: string) => `${runPrefix(run)}/lookups/${tableSlug(table)}-${hash}.json.gz`,
  /** The sealed manifest. */
  manifest: (run: string, table: string) => `${tablePrefix(run, table)}/manifest.json`,
  /** Where a Map of `hourly-sync` writes its results: small, large, models. */
  laneResults: (run: string, lane: string) => `${runPrefix(run)}/results/${lane}`,
  /** Where a Map of `sync-table` writes its results. */
  stepResults: (run: string, table: string, step: string) => `${runPrefix(run)}/results/${tableSlug(table)}/${step}`,
  report: (run: string, extension: 'json' | 'html') => `${runPrefix(run)}/report.${extension}`,
} as const

/** Patterns of the keys above, by what they hold: what roles allow. `*` is any text, as in IAM. */
export const OBJECT_PATTERNS = {
  tables: 'runs/*/tables.json',
  chunks: 'runs/*/chunks.json',
  chunkRecords: 'runs/*/chunks/*.json',
  parts: 'runs/*/parts/*',
  quarantine: 'runs/*/quarantine/*',
  lookups: 'runs/*/lookups/*',
  manifest: 'runs/*/manifest.json',
  results: 'runs/*/results/*',
  reports: 'runs/*/report.*',
} as const

export type ObjectKind = keyof typeof OBJECT_PATTERNS
