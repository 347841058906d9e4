import path from 'node:path'
import { DEFAULT_CATALOG_FOLDER } from '@hourglass/catalog-tools/catalog-plugin'
import { settings } from '@hourglass/cloud/settings'

/** The catalog folder that a command means: what `--catalog` names, else HOURGLASS_CATALOG, else the repository's own. */
export function catalogFolder(given?: string): string {
  return path.resolve(given ?? settings().catalog ?? DEFAULT_CATALOG_FOLDER)
}
