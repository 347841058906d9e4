import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'cdktf'
import type { BundleName } from './bundle-sources.ts'
import { REPOSITORY } from './bundling/bundle-workers.ts'
import type { EnvironmentConfig } from './environments/config.ts'
import { BootstrapStack } from './stacks/bootstrap-stack.ts'
import { DataStack } from './stacks/data-stack.ts'
import { NetworkStack } from './stacks/network-stack.ts'
import { ObservabilityStack } from './stacks/observability-stack.ts'
import { PipelineStack } from './stacks/pipeline-stack.ts'

export interface StacksProps {
  readonly config: EnvironmentConfig
  /** Zip bytes by function. */
  readonly bundles: ReadonlyMap<BundleName, Buffer>
  /** Target names of the catalog. */
  readonly tables: readonly string[]
  /** Folder that the stacks are written to; made if it is not there. Absolute. */
  readonly outdir: string
  /** Folder that keeps the zips until the app is synthesized; absolute. */
  readonly scratch: string
  /** `local` until the bucket of the state exists, which the bootstrap stack makes. */
  readonly bootstrapState: 's3' | 'local'
}

/** Makes every stack of one environment and writes `<outdir>/stacks/<stack>/cdk.tf.json`. */
export function writeStacks(props: StacksProps): void {
  // cdktf keeps a stack trace of every token: mapping each to the sources would be a tenth of the whole synth.
  const { sourceMapsEnabled } = process
  process.setSourceMapsEnabled(false)
  try {
    makeStacks(props)
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled)
  }
}

function makeStacks({ config, bundles, tables, outdir, scratch, bootstrapState }: StacksProps): void {
  mkdirSync(outdir, { recursive: true })
  const app = new App({ outdir, stackTraces: false })
  const { keys } = new BootstrapStack(app, config, { state: bootstrapState })
  const network = new NetworkStack(app, config, keys)
  const data = new DataStack(app, config, { network: network.values, keys, bundles, scratch })
  const pipeline = new PipelineStack(app, config, {
    network: network.values,
    keys,
    data: data.values,
    bundles,
    scratch,
  })
  new ObservabilityStack(app, config, { pipeline: pipeline.values, instances: data.values.instances, tables })
  app.synth()
  lockProvider(outdir)
}

/** Hashes of the provider, once a person has fetched them (docs/deploying.md): Terraform then refuses any other. */
function lockProvider(outdir: string): void {
  const lock = join(REPOSITORY, 'infra/terraform.lock.hcl')
  if (!existsSync(lock)) return
  const stacks = join(outdir, 'stacks')
  for (const stack of readdirSync(stacks)) copyFileSync(lock, join(stacks, stack, '.terraform.lock.hcl'))
}
