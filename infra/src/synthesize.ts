import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'cdktf'
import { bundleSources } from './bundle-sources.ts'
import { bundleWorkers, REPOSITORY } from './bundling/bundle-workers.ts'
import { catalogTables } from './catalog-tables.ts'
import { ENVIRONMENT_CONFIGS } from './environments/environments.ts'
import { validEnvironment } from './environments/validate.ts'
import { BootstrapStack } from './stacks/bootstrap-stack.ts'
import { DataStack } from './stacks/data-stack.ts'
import { NetworkStack } from './stacks/network-stack.ts'
import { ObservabilityStack } from './stacks/observability-stack.ts'
import { PipelineStack } from './stacks/pipeline-stack.ts'

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
}

/**
 * Bundles the workers and writes the Terraform of one environment to `<outdir>/stacks/<stack>/cdk.tf.json`.
 *
 * Needs no network, no account, no Terraform and no CDKTF command.
 * @throws EnvironmentConfigError, BundleError
 */
export async function synthesize(options: SynthesizeOptions): Promise<void> {
  const config = validEnvironment(options.environment, options.configs ?? ENVIRONMENT_CONFIGS)
  const catalog = options.catalog ?? join(REPOSITORY, 'packages/catalog/src')
  const bundles = await bundleWorkers({ sources: bundleSources(options.workersFolder), catalog })
  const tables = await catalogTables(catalog)
  const scratch = mkdtempSync(join(tmpdir(), 'hourglass-synth-'))
  try {
    mkdirSync(options.outdir, { recursive: true })
    const app = new App({ outdir: options.outdir, stackTraces: false })
    new BootstrapStack(app, config, { state: options.bootstrapState ?? 's3' })
    const network = new NetworkStack(app, config)
    const data = new DataStack(app, config, { network: network.values, bundles, scratch })
    const pipeline = new PipelineStack(app, config, { network: network.values, data: data.values, bundles, scratch })
    new ObservabilityStack(app, config, { pipeline: pipeline.values, instances: data.values.instances, tables })
    app.synth()
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
