import path from 'node:path'
import { execa } from 'execa'
import { OperatorError } from '@hourglass/cloud/errors'
import { repositoryRoot } from '@hourglass/cloud/folders'
import { settings } from '@hourglass/cloud/settings'

/** Folder of the synthesized stacks below an output folder. */
export function stacksIn(outputFolder: string): string {
  return path.join(outputFolder, 'stacks')
}

/**
 * Synthesizes the infrastructure for this machine, or for another environment, with the catalog in the folder given (default: the one
 * that HOURGLASS_CATALOG names): what the local cloud runs is what `cdktf deploy` would deploy.
 *
 * @throws OperatorError with what synth said, for example every mistake in the catalog
 */
export async function synthesize(
  outputFolder: string,
  catalog?: string,
  signal?: AbortSignal,
  environment = 'local',
): Promise<void> {
  // Synth runs in another folder, where a relative path would mean something else.
  const named = catalog ?? settings().catalog
  const catalogSetting = named === undefined ? {} : { HOURGLASS_CATALOG: path.resolve(named) }
  const result = await execa('node', ['--import', 'tsx', path.join(repositoryRoot, 'infra/src/main.ts')], {
    cwd: path.join(repositoryRoot, 'infra'),
    env: { HOURGLASS_ENV: environment, CDKTF_OUTDIR: outputFolder, ...catalogSetting },
    reject: false,
    all: true,
    stdin: 'ignore',
    ...(signal ? { cancelSignal: signal } : {}),
  })
  signal?.throwIfAborted()
  if (result.failed) throw new OperatorError(`synth failed:\n${result.all.trim()}`)
}
