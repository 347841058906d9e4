/** Lowest share of mutants that unit tests must kill, in percent. */
export const THRESHOLD = 85

/**
 * What is mutated, below `src` of each package: every use case, and the code of the adapters that decides something. What
 * only talks to a server is not in the list: tests on real servers hold it, and those take minutes. Nor are the tables of
 * error codes, which are data.
 */
export const MUTATED: Readonly<Record<string, readonly string[]>> = {
  pipeline: ['**/*.ts'],
  'mysql-source': ['{chunk-ranges,encoder,options,read-column,row-cells,row-count-proof,slots,wire}.ts', 'classify.ts'],
  'postgres-target': [
    'connection/{classify,options}.ts',
    'control/count-checks.ts',
    'publish/{differs,mass-delete,superseded}.ts',
    'schema/table-drift.ts',
    'staging/{plan-build,staging-checks}.ts',
  ],
}
