import { messageOf } from '@hourglass/core/errors'
import { DEFAULT_CATALOG_FOLDER } from './catalog-plugin.ts'
import { describeDrift, runGolden } from './golden-run.ts'

/*
 * `pnpm golden` writes catalog.ts and generated/ from the table files; `pnpm golden --check` only compares, and fails
 * when something differs.
 */

async function main(args: readonly string[]): Promise<number> {
  const stranger = args.find((arg) => arg !== '--check')
  if (stranger !== undefined) {
    process.stderr.write(`golden takes --check or nothing, not "${stranger}"\n`)
    return 2
  }
  const check = args.includes('--check')
  const drifted = await runGolden(DEFAULT_CATALOG_FOLDER, !check)
  if (drifted.length === 0) {
    process.stdout.write('golden: nothing to change\n')
    return 0
  }
  const root = `${DEFAULT_CATALOG_FOLDER}/../../..`
  process.stdout.write(`${drifted.map((one) => describeDrift(one, root)).join('\n')}\n`)
  if (!check) {
    process.stdout.write(`golden: wrote ${drifted.length === 1 ? '1 file' : `${drifted.length} files`}; commit them\n`)
    return 0
  }
  process.stderr.write(
    `golden: ${drifted.length} files are not what the catalog says; run \`pnpm golden\` and commit\n`,
  )
  return 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (thrown) {
  process.stderr.write(`golden: ${messageOf(thrown)}\n`)
  process.exitCode = 1
}
