import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleSources } from './bundle-sources.ts'
import { bundleWorkers, REPOSITORY } from './bundling/bundle-workers.ts'
import { catalogTables } from './catalog-tables.ts'
import { ENVIRONMENT_CONFIGS } from './environments/environments.ts'
import { validEnvironment } from './environments/validate.ts'

export type SynthPhase = 'bundles' | 'catalog' | 'cdktf loaded' | 'stacks written'

export interface SynthesizeOptions {
  readonly environment: string
  /** Folder that the stacks are written to; made if it is not there. Absolute. */
  readonly outdir: string
  /** Folder with `catalog.ts` and `tables/*.ts`; absolute. */
  readonly catalog?: string
  /** Folder with `<worker>.ts`; absolute. */
  readonly workersFolder?: string
  /** `local` until the bucket of the state exists, which the bootstrap stack makes. */
  readonly bootstrapState?: 's3' | 'local'
  /** Environments to choose from. */
  readonly configs?: readonly unknown[]
  /** Told the end of each phase; the first three go on at the same time. */
  readonly onPhase?: (phase: SynthPhase) => void
}

/**
 * Bundles the workers and writes the Terraform of one environment to `<outdir>/stacks/<stack>/cdk.tf.json`.
 *
 * Needs no network, no account, no Terraform and no CDKTF command.
 * @throws EnvironmentConfigError, BundleError, CatalogError
 */
export async function synthesize(options: SynthesizeOptions): Promise<void> {
  const config = validEnvironment(options.environment, options.configs ?? ENVIRONMENT_CONFIGS)
  const catalog = options.catalog ?? join(REPOSITORY, 'packages/catalog')
  const ended = options.onPhase ?? (() => undefined)
  // esbuild works in a process of its own, meanwhile this one loads cdktf and the provider.
  const [bundles, tables, { writeStacks }] = await Promise.all([
    bundleWorkers({ sources: bundleSources(options.workersFolder), catalog }).finally(() => ended('bundles')),
    catalogTables(catalog).finally(() => ended('catalog')),
    import('./write-stacks.ts').finally(() => ended('cdktf loaded')),
  ])
  const scratch = mkdtempSync(join(tmpdir(), 'hourglass-synth-'))
  try {
    const { outdir, bootstrapState = 's3' } = options
    writeStacks({ config, bundles, tables, outdir, scratch, bootstrapState })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  ended('stacks written')
}
