import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SCRIPTS, type PackageTests, type TestScript } from './test-plan.ts'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** One line of the final table. */
export interface Row extends Counts {
  readonly name: string
  /** Why it failed beyond its failed tests, or why it has no tests. */
  readonly note?: string
}

/** The part of vitest's JSON report that is read. */
const Report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

/** How vitest names the ends of a test that ran, or was left out on purpose. */
const ENDS: Readonly<Record<string, 'passed' | 'skipped'>> = {
  passed: 'passed',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
}

/** Name of the file that `vitest.shared.ts` has vitest write. */
export function resultsFile(folder: string, packageName: string, script: TestScript): string {
  return join(folder, `${packageName.replaceAll('/', '__')}.${script.replaceAll(':', '-')}.json`)
}

/** Titles of the tests that ended with `wanted`, with those of their groups in front. */
export async function titlesThat(wanted: 'passed' | 'skipped', folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'))
  const reports = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return reports.flatMap((text) =>
    Report.parse(JSON.parse(text)).testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => ENDS[status] === wanted).map(({ fullName }) => fullName),
    ),
  )
}

/** Adds up what one package's scripts reported. A script that should have run tests and reported none has failed. */
export async function packageRow(folder: string, tests: PackageTests): Promise<Row> {
  const parts: Counts[] = []
  const notes: string[] = []
  for (const script of SCRIPTS) {
    if (tests.files[script] === 0) continue
    const text = await readFile(resultsFile(folder, tests.name, script), 'utf8').catch(() => undefined)
    const { note, ...counts } = text === undefined ? missing(script, tests) : countReport(text)
    parts.push(counts)
    if (note !== undefined) notes.push(`${script}: ${note}`)
  }
  if (parts.length === 0) notes.push('has no tests')
  return { name: tests.folder, ...sum(parts), ...(notes.length === 0 ? {} : { note: notes.join('; ') }) }
}

/** Counts tests in vitest's JSON report. A file that broke before its first test counts as one failure. */
export function countReport(text: string): Counts & { note?: string } {
  const { success, testResults } = Report.parse(JSON.parse(text))
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failedTests = tests.filter(({ status }) => status === 'failed').length
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const skipped = tests.length - passed - failedTests
  const failed = failedTests + broken
  if (!success && failed === 0) return { passed, failed: 1, skipped, note: 'failed outside its tests, see above' }
  if (tests.length === 0 && failed === 0) return { passed, failed: 1, skipped, note: 'ran no test' }
  return { passed, failed, skipped }
}

/** Total of `rows`. */
export function sum(rows: readonly Counts[]): Counts {
  const total = (key: keyof Counts) => rows.reduce((all, row) => all + row[key], 0)
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') }
}

/** The last line of a test run: `N passed, N failed`, and `, N skipped` if any. */
export function totalLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** The table per package. */
export function renderTable(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const cell = (value: string | number) => String(value).padStart(8)
  const line = (name: string, cells: readonly (string | number)[], note = '') =>
    `${name.padEnd(width)}${cells.map(cell).join('')}  ${note}`.trimEnd()
  const body = rows.map((row) => line(row.name, [row.passed, row.failed, row.skipped], row.note))
  return [line('', ['passed', 'failed', 'skipped']), ...body].join('\n')
}

function missing(script: TestScript, tests: PackageTests): Counts & { note: string } {
  const files = `${tests.files[script]} test file(s)`
  const note = tests.orphans.includes(script) ? `${files} but no such script` : `no result from ${files}, see above`
  return { passed: 0, failed: 1, skipped: 0, note }
}
