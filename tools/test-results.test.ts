import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { countTests, type PackageTests } from './test-plan.ts'
import { countReport, packageRow, renderTable, resultsFile, titlesThat, totalLine } from './test-results.ts'

function report(success: boolean, ...files: readonly (readonly string[])[]): string {
  const testResults = files.map((statuses) => ({
    status: statuses.length === 0 || statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status, n) => ({ status, fullName: `${status} ${n} [case ${n + 1}]` })),
  }))
  return JSON.stringify({ success, testResults })
}

const somePackage: PackageTests = {
  name: '@hourglass/some',
  folder: 'packages/some',
  files: { 'test:unit': 1, 'test:db': 2 },
  orphans: [],
}

async function resultsWith(reports: Partial<Record<'test:unit' | 'test:db', string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-results-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const script of ['test:unit', 'test:db'] as const) {
    const text = reports[script]
    if (text !== undefined) await writeFile(resultsFile(folder, somePackage.name, script), text)
  }
  return folder
}

test('counts passed, failed and skipped tests', () => {
  const counts = countReport(report(false, ['passed', 'failed', 'pending'], ['passed', 'todo']))
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 2 })
})

test('a file that broke before its first test is a failure', () => {
  expect(countReport(report(false, ['passed'], []))).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('an error outside any test is a failure', () => {
  expect(countReport(report(false, ['passed']))).toMatchObject({ passed: 1, failed: 1 })
})

test('a run without any test is a failure', () => {
  expect(countReport(report(true))).toMatchObject({ passed: 0, failed: 1, note: 'ran no test' })
})

test('adds up the scripts of a package', async () => {
  const folder = await resultsWith({ 'test:unit': report(true, ['passed']), 'test:db': report(false, ['failed']) })
  expect(await packageRow(folder, somePackage)).toEqual({ name: 'packages/some', passed: 1, failed: 1, skipped: 0 })
})

test('knows the titles of tests that passed or were left out', async () => {
  const folder = await resultsWith({
    'test:unit': report(true, ['passed', 'pending']),
    'test:db': report(false, ['failed', 'passed']),
  })
  expect(await titlesThat('passed', folder)).toEqual(['failed', 'passed'].map(() => expect.stringContaining('passed')))
  expect(await titlesThat('skipped', folder)).toEqual(['pending 1 [case 2]'])
})

test('fails when a script left no result', async () => {
  const folder = await resultsWith({ 'test:unit': report(true, ['passed']) })
  const row = await packageRow(folder, somePackage)
  expect(row).toMatchObject({ passed: 1, failed: 1, note: 'test:db: no result from 2 test file(s), see above' })
})

test('fails when a package has test files but no script to run them', async () => {
  const row = await packageRow(await resultsWith({}), {
    ...somePackage,
    files: { 'test:unit': 0, 'test:db': 2 },
    orphans: ['test:db'],
  })
  expect(row).toMatchObject({ failed: 1, note: 'test:db: 2 test file(s) but no such script' })
})

test('says that a package has no tests', async () => {
  const row = await packageRow(await resultsWith({}), { ...somePackage, files: { 'test:unit': 0, 'test:db': 0 } })
  expect(row).toEqual({ name: 'packages/some', passed: 0, failed: 0, skipped: 0, note: 'has no tests' })
})

test('sorts test files by what they need', () => {
  const files = ['a.test.ts', 'b.pg.test.ts', 'c.mysql.test.ts', 'deep/d.s3.test.ts', 'e.e2e.test.ts', 'pg.test.ts']
  expect(countTests(files)).toEqual({ 'test:unit': 2, 'test:db': 4 })
})

test('ends with the plain line', () => {
  expect(totalLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  expect(totalLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped')
  expect(renderTable([{ name: 'packages/some', passed: 1, failed: 0, skipped: 0, note: 'x' }]).split('\n')).toEqual([
    '               passed  failed skipped',
    'packages/some       1       0       0  x',
  ])
})
