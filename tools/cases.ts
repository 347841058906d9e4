/**
 * `pnpm cases`: which edge cases have a test, are excused, planned or missing. `pnpm cases 26` lists the tests of a case.
 * `--check` (a part of `pnpm lint`) prints problems only. Ends with 1 when the page contradicts the tests, or when code or
 * docs cite a case, an invariant or a page that does not exist. Missing cases alone are no failure.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { caseProblems, countCases, renderCounts } from './case-counts.ts'
import { readCasePage } from './case-page.ts'
import { type TestedCase, testedCases } from './case-titles.ts'
import { type Cited, citationProblems } from './citations.ts'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const print = (text: string) => process.stdout.write(`${text}\n`)

/** Files of the repository, new ones too, that are written by hand. */
function textFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return listed
    .split('\n')
    .filter(
      (file) =>
        /\.(?:ts|md|mjs|sql|yml|sh)$/.test(file) && !file.includes('generated/') && existsSync(path.join(root, file)),
    )
}

/** Files whose titles `pnpm test` runs, with the tables of cases that such titles come from. */
const holdsTitles = (file: string) =>
  (file.endsWith('.test.ts') && !file.endsWith('.soak.test.ts')) || /\/(?:test|support)\/.*\.ts$/.test(file)
/** Its tests cite numbers that do not exist. */
const ABOUT_CITATIONS = /^tools\/(?:case|citation).*\.ts$/

function main(args: readonly string[]): void {
  const files = textFiles().filter((file) => !ABOUT_CITATIONS.test(file))
  const page = readCasePage(read('docs/edge-cases.md'))
  const tests = files.filter(holdsTitles).flatMap((file) => testedCases(file, read(file)))
  const tested = new Set(tests.map(({ number }) => number))
  const cited: Cited = {
    cases: page.cases.length,
    invariants: new Set([...read('docs/invariants.md').matchAll(/^## (I\d+)/gm)].map((match) => match[1] ?? '')),
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
