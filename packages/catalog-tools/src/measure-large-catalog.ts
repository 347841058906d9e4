import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { runGolden } from './golden-run.ts'
import { exportName, renderCatalog, tableFiles } from './table-files.ts'

/*
 * How a catalog of 300 tables feels: seconds of the type-check, which the editor repeats, and of golden. The tables are
 * ours, under numbered names. Run it with `pnpm --filter @hourglass/catalog-tools measure`; it fails above the limits.
 */

const TABLES = 300
const MOST_TYPECHECK_SECONDS = 10
const MOST_GOLDEN_SECONDS = 5

/** The demo's catalog, whose tables are multiplied. */
const EXAMPLE = resolve(import.meta.dirname, '../../../examples/candidate-experience')
const PACKAGE = resolve(import.meta.dirname, '..')
/** Inside the package, so that the compiler finds what the tables import. */
const ROOT = join(PACKAGE, '.large-catalog')
const SOURCES = ROOT

/** Both databases are used once, because their types are only made when somebody asks for them. */
const USE = `import type { SourceDatabase, TargetDatabase } from '@hourglass/catalog-kit/database-types'
import type { Kysely } from 'kysely'
import type { catalog } from './catalog.ts'

type AnyTable = (typeof catalog)[number]

export const readSource = (source: Kysely<SourceDatabase<AnyTable>>) =>
  source.selectFrom('answers_0').select(['id', 'rating']).executeTakeFirstOrThrow()
export const readTarget = (target: Kysely<TargetDatabase<AnyTable>>) =>
  target.selectFrom('analytics.answers_0').select(['id', 'updated_at']).executeTakeFirstOrThrow()
`

/** One of our table files as number `n`: other names, references to itself; what it looks up stays where it is. */
function numbered(text: string, file: string, n: number): string {
  const table = file.replaceAll('-', '_')
  return text
    .replace(/export const \w+/, `export const ${exportName(`${file}-${n}`)}`)
    .replace(`source: '${table}'`, `source: '${table}_${n}'`)
    .replace(`target: 'analytics.${table}'`, `target: 'analytics.${table}_${n}'`)
    .replaceAll("from './", `from '${EXAMPLE}/tables/`)
    .replaceAll(/references: '[^']+'/g, `references: 'analytics.${table}_${n}'`)
}

async function writeCatalog(): Promise<void> {
  const files = await tableFiles(EXAMPLE)
  const names: string[] = []
  await mkdir(join(SOURCES, 'tables'), { recursive: true })
  for (let n = 0; n < TABLES; n++) {
    const file = files[n % files.length] ?? ''
    const text = await readFile(join(EXAMPLE, 'tables', `${file}.ts`), 'utf8')
    names.push(`${file}-${n}`)
    await writeFile(join(SOURCES, 'tables', `${file}-${n}.ts`), numbered(text, file, n))
  }
  await writeFile(join(SOURCES, 'catalog.ts'), renderCatalog([...names].sort()))
  await writeFile(join(SOURCES, 'use.ts'), USE)
  await writeFile(
    join(ROOT, 'tsconfig.json'),
    '{ "extends": "../../../tsconfig.json", "include": ["*.ts", "tables"], "exclude": [] }\n',
  )
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function main(): Promise<boolean> {
  await rm(ROOT, { recursive: true, force: true })
  try {
    await writeCatalog()
    const tsc = join(PACKAGE, '../../node_modules/.bin/tsc')
    const typecheck = await seconds(() => promisify(execFile)(tsc, ['--noEmit', '-p', ROOT]))
    const write = await seconds(() => runGolden(SOURCES, true))
    const check = await seconds(() => runGolden(SOURCES, false))
    process.stdout.write(
      `${TABLES} tables, whole process each time (limits ${MOST_TYPECHECK_SECONDS} s, ${MOST_GOLDEN_SECONDS} s)\n`,
    )
    for (const [name, value] of Object.entries({ typecheck, 'golden, all new': write, 'golden --check': check })) {
      process.stdout.write(`${name.padEnd(16)} ${value.toFixed(1)} s\n`)
    }
    return typecheck <= MOST_TYPECHECK_SECONDS && Math.max(write, check) <= MOST_GOLDEN_SECONDS
  } finally {
    await rm(ROOT, { recursive: true, force: true })
  }
}

process.exitCode = (await main()) ? 0 : 1
