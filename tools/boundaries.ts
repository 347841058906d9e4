/**
 * Which workspace packages each package may import (`CONTRIBUTING.md`), and which outside packages it may not.
 * `check-boundaries.ts` compares this with every package.json and every import.
 */
export interface Boundary {
  /** Workspace packages it may depend on. */
  readonly workspace: readonly string[]
  /** Workspace packages that only its tests may use. */
  readonly testOnly?: readonly string[]
  /** Outside packages it must never import, as prefixes. */
  readonly never?: readonly string[]
}

const ADAPTER = ['core', 'catalog-kit', 'contracts'] as const
const DRIVERS = ['mysql2', 'pg', '@aws-sdk/'] as const
const EVERYTHING = [
  'core',
  'catalog-kit',
  'transform',
  'catalog',
  'contracts',
  'pipeline',
  'mysql-source',
  'object-store',
  'postgres-target',
] as const

export const BOUNDARIES: Readonly<Record<string, Boundary>> = {
  core: { workspace: [], never: DRIVERS },
  'catalog-kit': { workspace: ['core'], testOnly: ['testing'], never: DRIVERS },
  transform: { workspace: ['core', 'catalog-kit'], testOnly: ['testing'], never: DRIVERS },
  catalog: { workspace: ['catalog-kit', 'transform'], testOnly: ['testing'] },
  'catalog-tools': { workspace: ['core', 'catalog-kit', 'transform'], testOnly: ['candidate-experience'] },
  'sample-data': { workspace: ['catalog-kit'], testOnly: ['testing', 'transform'] },
  'candidate-experience': {
    workspace: ['core', 'catalog-kit', 'transform', 'sample-data'],
    testOnly: ['testing'],
  },
  contracts: { workspace: ['core', 'catalog-kit'], never: DRIVERS },
  'ports-in-memory': { workspace: ADAPTER, never: DRIVERS },
  pipeline: { workspace: ADAPTER, testOnly: ['ports-in-memory'], never: DRIVERS },
  'mysql-source': { workspace: ADAPTER, testOnly: ['testing', 'ports-in-memory'], never: ['pg', '@aws-sdk/'] },
  'object-store': {
    workspace: ADAPTER,
    testOnly: ['testing', 'local-cloud', 'ports-in-memory'],
    never: ['pg', 'mysql2'],
  },
  'postgres-target': {
    workspace: ADAPTER,
    testOnly: ['testing', 'local-cloud', 'ports-in-memory'],
    never: ['mysql2', '@aws-sdk/'],
  },
  verify: { workspace: ['core', 'catalog-kit'], testOnly: ['testing', 'transform'], never: ['@aws-sdk/'] },
  databases: { workspace: [] },
  'local-stepfunctions': { workspace: [] },
  'local-cloud': { workspace: ['local-stepfunctions', 'databases'] },
  testing: { workspace: ['databases'] },
  cloud: { workspace: ['core', 'contracts', 'object-store', 'pipeline', 'local-cloud'], never: ['mysql2', 'pg'] },
  local: { workspace: ['core', 'catalog-kit', 'contracts', 'cloud', 'databases', 'local-cloud'] },
  workers: { workspace: EVERYTHING, testOnly: ['testing', 'candidate-experience'] },
  migrate: { workspace: ['core', 'contracts'], testOnly: ['testing'] },
  cli: {
    workspace: [
      ...EVERYTHING,
      'sample-data',
      'candidate-experience',
      'catalog-tools',
      'cloud',
      'databases',
      'local',
      'local-cloud',
      'verify',
    ],
    testOnly: ['testing'],
  },
  infra: {
    workspace: ['core', 'catalog-tools', 'contracts'],
    testOnly: ['local-cloud'],
    never: ['mysql2', 'pg', '@aws-sdk/'],
  },
  e2e: {
    workspace: [
      ...EVERYTHING,
      'candidate-experience',
      'catalog-tools',
      'sample-data',
      'cli',
      'cloud',
      'databases',
      'local',
      'local-cloud',
      'testing',
      'verify',
    ],
  },
  tools: { workspace: ['catalog-kit', 'local-cloud', 'local-stepfunctions', 'testing'] },
  examples: { workspace: ['local-stepfunctions', 'local-cloud'] },
  bench: {
    workspace: [
      ...EVERYTHING,
      'candidate-experience',
      'cli',
      'cloud',
      'local',
      'local-stepfunctions',
      'local-cloud',
      'testing',
    ],
  },
}
