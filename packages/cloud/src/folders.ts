import path from 'node:path'
import { settings } from './settings.ts'

/** The root of the repository: synth and the default catalog live under it. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../../..')

/**
 * Where the local cloud keeps what it needs: HOURGLASS_HOME, else `.hourglass` in the repository (ignored by git).
 * Safe to delete when nothing runs.
 */
export function stateFolder(): string {
  return path.resolve(settings().home ?? path.join(repositoryRoot, '.hourglass'))
}
