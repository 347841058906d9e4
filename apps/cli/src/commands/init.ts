import path from 'node:path'
import { runGolden } from '@hourglass/catalog-tools/golden-run'
import { isSample, removeSample } from '@hourglass/catalog-tools/sample'
import { tableFiles } from '@hourglass/catalog-tools/table-files'
import { OperatorError } from '@hourglass/cloud/errors'
import { settings } from '@hourglass/cloud/settings'
import pc from 'picocolors'
import { catalogFolder } from '../catalog-folder.ts'
import { EXIT } from '../errors.ts'
import type { Output } from '../output.ts'
import { type AddedTables, addedLines, addTables } from './new-table.ts'

export interface InitOptions {
  readonly catalog?: string
  readonly schema: string
  /** MySQL to read, with a database; default: HOURGLASS_MYSQL_URL. Without any, the catalog is left empty. */
  readonly url?: string
}

/**
 * `hourglass init`: makes a fork's catalog its own. The sample goes; with a MySQL, every table that can be moved gets a
 * file, and everything that follows from the files is written.
 *
 * @throws OperatorError when the folder holds tables already
 */
export async function initCommand(options: InitOptions, output: Output): Promise<number> {
  const folder = catalogFolder(options.catalog)
  const where = path.relative('', folder) || '.'
  const present = (await isSample(folder)) ? [] : await tableFiles(folder)
  if (present.length > 0) {
    throw new OperatorError(
      `${where} has ${present.length} tables of its own already, so init would overwrite your work; ` +
        'add tables with: pnpm hourglass new-table',
    )
  }
  const url = options.url ?? settings().mysqlUrl
  const added =
    url === undefined
      ? await emptyCatalog(folder)
      : await addTables(folder, [], { all: true, schema: options.schema, catalog: folder, url })
  const generated = await runGolden(folder, true)
  output.result({ ...added, generated: generated.length }, () =>
    [
      `${pc.green('✓')} ${where} is yours: the sample is gone`,
      ...addedLines(added),
      `${pc.green('+')} ${generated.length} generated files below ${where}`,
      '',
      url === undefined
        ? `next: HOURGLASS_MYSQL_URL=mysql://user:password@host/database ${pc.cyan('pnpm hourglass new-table --all')}, or write ${where}/tables/<table>.ts`
        : `next: read the files, then ${pc.cyan('pnpm hourglass plan')} and ${pc.cyan('pnpm test')}; commit ${where}`,
    ].join('\n'),
  )
  return EXIT.ok
}

/** No table yet. With a MySQL, the sample stays until that has been read: a wrong URL leaves the folder as it was. */
async function emptyCatalog(folder: string): Promise<AddedTables> {
  const sampleRemoved = await isSample(folder)
  await removeSample(folder)
  return { written: [], leftOut: [], kept: [], notes: [], sampleRemoved }
}
