import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import type { CatalogError, CatalogProblem } from '@hourglass/catalog-kit/errors'
import { renderDdl } from '@hourglass/catalog-kit/render-ddl'
import { renderDocs } from '@hourglass/catalog-kit/render-docs'
import { renderSelect } from '@hourglass/catalog-kit/render-select'
import type { Table } from '@hourglass/catalog-kit/table'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLE } from '../test/example.ts'
import { fieldMistakes, type Mistake } from '../test/field-mistakes.ts'
import { loadEach } from '../test/load-mistakes.ts'
import { catalog } from '@hourglass/candidate-experience/catalog'

/*
 * Every field of real table files removed, misspelt, and given a value of another type. The compiler refuses it, and so
 * does the catalog that no compiler has seen. (That its messages name the file too: planted-mistakes.test.ts.)
 */

const TABLES = join(EXAMPLE, 'tables')
const ROOT = resolve(import.meta.dirname, '../../..')
/** One with most kinds, transforms and options, and one with `split`. */
const FILES = ['survey-responses', 'answers'] as const
/** Where `defineTable` and `defineCatalog` see no difference: the value is right for the other type as well. */
const LEFT_TO_THE_COMPILER =
  /^removed columns\.\w+\.reads$|^removed columns\.(comment|device|body|nps_class|time_spent|seconds_to_respond|responded_month)\.nullable$/
/** What a table may leave out. Each of them shows in generated text, which CI compares and reviewers see. */
const OPTIONAL = /^removed (columns\.\w+\.(nullable|from|pii|references|reads|using)|split(\.\w+)?)$/

interface Planted extends Mistake {
  /** `removed columns.nps.doc`, for messages. */
  readonly what: string
  readonly sound: Table
  readonly compiles: boolean
  /** The table, unless it was refused. */
  readonly table: Table | null
  readonly problems: readonly CatalogProblem[]
}

let folder: string
let planted: readonly Planted[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planted-'))
  const mistakes: (Mistake & { readonly sound: Table })[] = []
  for (const file of FILES) {
    const written = await readFile(join(TABLES, `${file}.ts`), 'utf8')
    // The tables that it looks up stay where they are.
    const text = written.replaceAll("from './", `from '${TABLES}/`)
    const sound = catalog.find(({ target }) => target === `analytics.${file.replaceAll('-', '_')}`)
    if (!sound) throw new Error(`${file}.ts has no table of its name`)
    mistakes.push(...fieldMistakes(text).map((mistake) => ({ ...mistake, sound })))
  }
  const [refused, loads] = await Promise.all([
    refusedByCompiler(mistakes),
    loadEach(
      mistakes.map(({ text }) => text),
      folder,
    ),
  ])
  planted = mistakes.map((mistake, index) => {
    const { table, problems } = tried(mistake.sound, () => loads[index]?.())
    return { ...mistake, what: `${mistake.kind} ${mistake.path}`, compiles: !refused.has(index), table, problems }
  })
}, 60_000)

afterAll(async () => {
  await rm(folder, { recursive: true })
})

/** Numbers of the mistakes that do not compile, from one run of the compiler over all of them. */
async function refusedByCompiler(mistakes: readonly Mistake[]): Promise<ReadonlySet<number>> {
  await mkdir(join(folder, 'tables'))
  await Promise.all(mistakes.map(({ text }, index) => writeFile(join(folder, `tables/${index}.ts`), text)))
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [join(ROOT, 'node_modules/@types')],
      // What is not used any more is no refusal.
      noUnusedLocals: false,
      paths: Object.fromEntries((await Promise.all(['catalog-kit', 'transform'].map(doorsOf))).flat()),
    },
    include: ['tables'],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const output = await promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['--project', folder], {
    maxBuffer: 100_000_000,
  }).then(
    () => '',
    (thrown: { readonly stdout: string }) => thrown.stdout,
  )
  return new Set([...output.matchAll(/tables\/(\d+)\.ts\(/g)].map(([, index]) => Number(index)))
}

/** The modules that a package exports, as TypeScript's `paths` wants them. */
async function doorsOf(name: string): Promise<[string, [string]][]> {
  const folder = join(ROOT, 'packages', name)
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string>>
  }
  return Object.entries(manifest.exports).map(([door, file]) => [
    `@hourglass/${name}/${door.slice(2)}`,
    [join(folder, file)],
  ])
}

/** Loads a table in the place of the sound one, beside the rest of the catalog. */
function tried(sound: Table, load: () => Table | undefined): Pick<Planted, 'table' | 'problems'> {
  try {
    const table = load() ?? null
    if (table) defineCatalog([...catalog.filter((other) => other !== sound), table])
    return { table, problems: [] }
  } catch (thrown) {
    // The bundle has a CatalogError of its own; the name is public.
    expect(thrown).toHaveProperty('name', 'CatalogError')
    return { table: null, problems: (thrown as CatalogError).problems }
  }
}

test('the compiler refuses every mistake but a field left out that may be left out', () => {
  expect(planted.length).toBeGreaterThan(200)
  const compiling = planted.filter(({ compiles }) => compiles).map(({ what }) => what)
  expect(compiling.filter((what) => !OPTIONAL.test(what))).toEqual([])
})

test('without a compiler each is refused too, with the field and the fix', () => {
  for (const { what, path, compiles, problems } of planted) {
    if (compiles || LEFT_TO_THE_COMPILER.test(what)) continue
    // A kind reports its own options at the column; what follows from a mistake is reported besides.
    const about = problems.filter(({ field }) => path.startsWith(field) || field.startsWith(path.slice(0, -1)))
    expect([what, about.length > 0, about.every(({ fix }) => fix !== '')]).toEqual([what, true, true])
  }
})

test('what may be left out changes the generated SQL or docs, unless it is the default', () => {
  const generated = (table: Table) => [renderDdl(table), renderSelect(table), renderDocs(table)].join('\n')
  const silent = planted.filter(
    ({ compiles, table, sound }) => compiles && table && generated(table) === generated(sound),
  )
  expect(silent.map(({ what }) => what)).toEqual(['removed split.by'])
})
