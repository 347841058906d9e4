import { relative, resolve } from 'node:path'
import { messageOf } from '@hourglass/core/errors'
import { readSettings, setting } from '@hourglass/core/settings'
import { z } from 'zod'
import { DEFAULT_CATALOG_FOLDER } from './catalog-plugin.ts'
import { describeDrift, runGolden } from './golden-run.ts'
import { isSample } from './sample.ts'

/*
 * `pnpm golden` writes catalog.ts, models.ts and generated/ of a catalog from its table and model files;
 * `pnpm golden --check` only compares, and fails when something differs. The catalog is the one that HOURGLASS_CATALOG
 * names; without it, the repository's own and its example.
 */

const ROOT = resolve(DEFAULT_CATALOG_FOLDER, '../..')
const settings = {
  catalog: setting('HOURGLASS_CATALOG', 'the folder with catalog.ts and tables/*.ts', z.string().min(1).optional()),
}

async function main(args: readonly string[]): Promise<number> {
  const stranger = args.find((arg) => arg !== '--check')
  if (stranger !== undefined) {
    process.stderr.write(`golden takes --check or nothing, not "${stranger}"\n`)
    return 2
  }
  const check = args.includes('--check')
  const { catalog } = readSettings(settings)
  const folders =
    catalog === undefined
      ? [DEFAULT_CATALOG_FOLDER, resolve(ROOT, 'examples/candidate-experience')]
      : [resolve(catalog)]
  let drifted = 0
  for (const folder of folders) drifted += await golden(folder, check)
  if (drifted === 0) process.stdout.write('golden: nothing to change\n')
  else if (check) {
    process.stderr.write(`golden: ${files(drifted)} not what the catalog says; run \`pnpm golden\` and commit\n`)
  }
  return check && drifted > 0 ? 1 : 0
}

/** @returns how many files are not what the catalog says, or were not */
async function golden(folder: string, check: boolean): Promise<number> {
  const name = relative(ROOT, folder) || '.'
  if (await isSample(folder)) {
    process.stdout.write(`golden: ${name} still holds the sample; your own tables replace it (pnpm hourglass init)\n`)
    return 0
  }
  const drifted = await runGolden(folder, !check)
  if (drifted.length === 0) return 0
  process.stdout.write(`${drifted.map((one) => describeDrift(one, ROOT)).join('\n')}\n`)
  if (!check) process.stdout.write(`golden: wrote ${drifted.length} of ${name}; commit them\n`)
  return drifted.length
}

function files(count: number): string {
  return count === 1 ? '1 file is' : `${count} files are`
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (thrown) {
  process.stderr.write(`golden: ${messageOf(thrown)}\n`)
  process.exitCode = 1
}
