/**
 * `pnpm cases`: which edge cases have a test, are excused, planned or missing. `pnpm cases 26` lists the tests of a case.
 * `--check` (a part of `pnpm lint`) prints problems only. Ends with 1 when the page contradicts the tests, or when code or
 * docs cite a case, an invariant, a decision or a page that does not exist. Missing cases alone are no failure.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { caseProblems, countCases, renderCounts } from './case-counts.ts'
import { casesInFiles, textFiles } from './case-files.ts'
import { readCasePage } from './case-page.ts'
import type { TestedCase } from './case-titles.ts'
import { type Cited, citationProblems } from './citations.ts'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const print = (text: string) => process.stdout.write(`${text}\n`)

function main(args: readonly string[]): void {
  const files = textFiles(root)
  const page = readCasePage(read('docs/edge-cases.md'))
  const tests = casesInFiles(root, files)
  const tested = new Set(tests.map(({ number }) => number))
  const cited: Cited = {
    cases: page.cases.length,
    invariants: new Set([...read('docs/invariants.md').matchAll(/^## (I\d+)/gm)].map((match) => match[1] ?? '')),
    decisions: new Set(files.flatMap((file) => /^docs\/decisions\/(\d{4})-/.exec(file)?.[1] ?? []).map(Number)),
    exists: (file) => existsSync(path.join(root, file)),
  }
  const problems = [
    ...caseProblems(page, tested).map((problem) => `docs/edge-cases.md: ${problem}`),
    ...files.flatMap((file) => citationProblems(file, read(file), cited)),
  ]
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  if (problems.length > 0) process.exitCode = 1

  const numbers = args.filter((arg) => /^\d+$/.test(arg)).map(Number)
  if (args.includes('--check'))
    print(`cases: ${files.length} files, ${tested.size} cases tested, ${problems.length} problems`)
  else if (numbers.length > 0) for (const number of numbers) print(testsOf(number, tests))
  else print(renderCounts(countCases(page.cases, tested)))
}

function testsOf(number: number, tests: readonly TestedCase[]): string {
  const lines = tests.filter((each) => each.number === number).map(({ place, text }) => `  ${place}  ${text}`)
  return [`case ${number}: ${lines.length} tests`, ...lines].join('\n')
}

main(process.argv.slice(2))
