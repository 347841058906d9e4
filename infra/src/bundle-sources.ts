import { join } from 'node:path'
import { WORKER_NAMES, type WorkerName } from '@hourglass/contracts/workers'
import { REPOSITORY } from './bundling/bundle-workers.ts'

/** Every function of the stacks: the workers, and what a deploy runs. */
export type BundleName = WorkerName | typeof MIGRATE
export const MIGRATE = 'migrate'

/** Source files of all functions. @param workersFolder folder with `<worker>.ts`; absolute */
export function bundleSources(workersFolder = join(REPOSITORY, 'apps/workers/src')): ReadonlyMap<BundleName, string> {
  return new Map<BundleName, string>([
    ...WORKER_NAMES.map((worker) => [worker, join(workersFolder, `${worker}.ts`)] as const),
    [MIGRATE, join(REPOSITORY, 'apps/migrate/src/migrate.ts')],
  ])
}
