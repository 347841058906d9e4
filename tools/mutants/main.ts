import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { EXCUSED } from './excused.ts'
import { MUTATED, THRESHOLD } from './mutated.ts'
import { compareWithExcused, type Mutant, scoreOf, scoresByFile, survivorsOf } from './score.ts'

/*
 * `pnpm mutants [package[/path]]`: changes the deciding code in many small ways and runs the unit tests that reach each
 * change. Prints killed, survived and score of every file, then each survivor without a reason in `excused.ts`. Exits
 * with 1 below the threshold. With a path only files below it are mutated, and no threshold applies.
 */

const root = path.resolve(import.meta.dirname, '../..')
const [only, ...below] = (process.argv[2] ?? '').split('/')
const part = below.join('/')
const print = (text: string) => process.stdout.write(`${text}\n`)

/** Mutates one package, so that its mutants run against its own tests only. */
async function mutate(name: string, files: readonly string[]): Promise<readonly Mutant[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-mutants-'))
  process.env['HOURGLASS_MUTANTS_PACKAGE'] = name
  try {
    const stryker = new Stryker({
      configFile: 'tools/mutants/stryker.json',
      mutate: [...files, '!**/*.test.ts'].map((file) => file.replace(/^(!?)/, `$1packages/${name}/src/`)),
      concurrency: availableParallelism(),
      tempDirName: folder,
    })
    const results = await stryker.runMutationTest()
    return results.map(({ fileName, location, mutatorName, replacement, status }) => {
      const file = path.relative(root, path.resolve(root, fileName))
      const original = textAt(file, location)
      return { file, line: location.start.line, mutator: mutatorName, original, replacement: replacement ?? '', status }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Location {
  readonly start: { readonly line: number; readonly column: number }
  readonly end: { readonly line: number; readonly column: number }
}

/** The text that a mutant replaces. */
function textAt(file: string, { start, end }: Location): string {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
  const offset = (at: Location['start']) =>
    lines.slice(0, at.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + at.column - 1
  return lines.join('\n').slice(offset(start), offset(end))
}

function row(file: string, killed: number | string, survived: number | string, percent: number | string): string {
  const score = typeof percent === 'number' ? `${percent.toFixed(1)} %` : percent
  return `${file.padEnd(60)} ${String(killed).padStart(7)} ${String(survived).padStart(9)} ${score.padStart(9)}`
}

process.chdir(root)
const startedAt = Date.now()
const mutants: Mutant[] = []
for (const [name, files] of Object.entries(MUTATED)) {
  if (only && only !== name) continue
  print(`mutating ${name}`)
  mutants.push(...(await mutate(name, part === '' ? files : [part])))
}
print(row('file', 'killed', 'survived', 'score'))
for (const { file, killed, survived, percent } of scoresByFile(mutants)) print(row(file, killed, survived, percent))
const total = scoreOf(mutants)
print(row('all', total.killed, total.survived, total.percent))

const relevant = EXCUSED.filter(({ file }) => mutants.some((mutant) => mutant.file === file))
const { unexplained, stale } = compareWithExcused(survivorsOf(mutants), relevant)
for (const { file, line, mutator, original, replacement, status } of unexplained) {
  print(
    `\n${file}:${line} ${mutator} (${status}), no reason in tools/mutants/excused.ts\n- ${original}\n+ ${replacement}`,
  )
}
for (const { file, original, replacement } of stale) {
  print(
    `\n${file}: an excuse without a survivor; remove it from tools/mutants/excused.ts\n- ${original}\n+ ${replacement}`,
  )
}
print(
  `\n${total.percent.toFixed(1)} % of ${total.killed + total.survived} mutants were killed in ` +
    `${Math.round((Date.now() - startedAt) / 1000)} s; ${unexplained.length} survivors have no reason, ${stale.length} reasons are stale`,
)
if (!only && total.percent < THRESHOLD) {
  print(`expected at least ${THRESHOLD} %: write tests that fail for the changes above`)
  process.exitCode = 1
}
