import path from 'node:path'

/** The root of the repository: synth, the default catalog and the local state live under it. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../../../..')

/** Where local runs keep what they need: ignored by git, safe to delete when nothing runs. */
export function stateFolder(): string {
  return path.join(repositoryRoot, '.hourglass')
}
