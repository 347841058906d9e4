/**
 * The root `pnpm test`: cheap gates, then every test of every package on one MariaDB and one Postgres, then a table and
 * the line `N passed, N failed`. A failed gate does not hide the tests' result, but fails the run.
 *
 * `pnpm test:mysql` (`--source mysql`) runs only the tests that read a source, on a MySQL, without the gates.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startTestServers, type TestServers } from '@hourglass/testing/test-servers'
import { leakMessage } from '@hourglass/testing/vitest-servers'
import { execa } from 'execa'
import pc from 'picocolors'
import { casesInFiles, textFiles } from './case-files.ts'
import { casesInTitle } from './case-titles.ts'
import { gatesOf, runGate } from './test-gates.ts'
import { SCRIPTS, SOURCE_SUFFIXES, planTests, type PackageTests } from './test-plan.ts'
import { packageRow, titlesThat, renderTable, sum, totalLine, type Row } from './test-results.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { source } = parseArgs({ options: { source: { type: 'string' } } }).values
const abort = new AbortController()
const print = (line: string) => process.stdout.write(`${line}\n`)

// More than once, because npx and pnpm pass on the signal that the terminal has sent already.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.exitCode = signal === 'SIGINT' ? 130 : 143
    abort.abort()
  })
}

process.stdout.on('error', () => {}) // after Ctrl-C the terminal may be gone, and the servers still have to be stopped

async function main(): Promise<void> {
  const rows: Row[] = source === undefined ? [await gates()] : []
  const packages = await planTests(root, source === undefined ? 'all' : 'source')
  const results = await mkdtemp(join(tmpdir(), 'hourglass-results-'))
  try {
    rows.push(...(await testOnServers(packages, results)))
  } finally {
    await rm(results, { recursive: true, force: true })
  }
  const total = sum(rows)
  print(`\n${renderTable(rows)}\n`)
  print(totalLine(total))
  process.exitCode ??= total.failed === 0 && total.passed > 0 ? 0 : 1
}

async function gates(): Promise<Row> {
  let passed = 0
  const failed: string[] = []
  for (const gate of await gatesOf(root)) {
    if (abort.signal.aborted) break
    const result = await runGate(gate, root)
    if (!result.passed) print(result.text)
    const text = result.passed ? result.text : 'failed, see above'
    print(`${result.passed ? pc.green('✓') : pc.red('✗')} ${gate.name} (${result.seconds.toFixed(1)} s) ${text}`)
    if (result.passed) passed++
    else failed.push(gate.name)
  }
  const note = failed.length === 0 ? {} : { note: `failed: ${failed.join(', ')}` }
  return { name: '(gates)', passed, failed: failed.length, skipped: 0, ...note }
}

async function testOnServers(packages: readonly PackageTests[], results: string): Promise<Row[]> {
  if (abort.signal.aborted) return []
  let servers: TestServers | undefined
  try {
    // The servers that tests start for themselves are of the same product.
    if (source !== undefined) process.env['HOURGLASS_TEST_SOURCE'] = source
    servers = await startTestServers(print)
    const env = { ...servers.env, HOURGLASS_TEST_RESULTS: results, TURBO_TELEMETRY_DISABLED: '1' }
    const failedTasks = await runTurbo(packages, env)
    const rows = await Promise.all(packages.map((tests) => packageRow(results, tests)))
    const leaked = abort.signal.aborted ? [] : await servers.leaked()
    if (leaked.length > 0) rows.push(failure('(test databases)', leakMessage(leaked)))
    if (source === undefined && !abort.signal.aborted) rows.push(await edgeCases(packages, results))
    if (failedTasks && sum(rows).failed === 0) rows.push(failure('(turbo)', 'a task failed, see above'))
    return rows
  } catch (error) {
    return [failure('(servers)', error instanceof Error ? error.message : String(error))]
  } finally {
    await servers?.stop()
  }
}

/** Runs the scripts that have test files. @returns whether any failed. */
async function runTurbo(packages: readonly PackageTests[], env: Readonly<Record<string, string>>): Promise<boolean> {
  const tasks = packages.flatMap(({ name, files }) =>
    SCRIPTS.filter((script) => files[script] > 0).map((script) => `${name}#${script}`),
  )
  if (tasks.length === 0) return false
  const flags = ['--concurrency=3', '--continue=always', '--force', '--log-order=stream', '--ui=stream']
  const only = source === undefined ? [] : ['--', ...SOURCE_SUFFIXES.map((suffix) => `.${suffix}.test.ts`)]
  const { failed } = await execa('turbo', ['run', ...tasks, ...flags, ...only], {
    cwd: root,
    preferLocal: true,
    env,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    reject: false,
    cancelSignal: abort.signal,
    forceKillAfterDelay: 10_000,
  })
  return failed
}

/** A case counts as tested when a title holds its number, so such a test has to have run, not only to exist. */
async function edgeCases(packages: readonly PackageTests[], results: string): Promise<Row> {
  const files = textFiles(root).filter((file) => packages.some(({ folder }) => file.startsWith(`${folder}/`)))
  const claimed = new Set(casesInFiles(root, files).map(({ number }) => number))
  const passed = new Set((await titlesThat('passed', results)).flatMap(casesInTitle))
  const skipped = new Set((await titlesThat('skipped', results)).flatMap(casesInTitle))
  const unproven = [...claimed].filter((number) => !passed.has(number) && !skipped.has(number))
  if (unproven.length > 0)
    return failure('(edge cases)', `no test that passed has in its title: ${unproven.join(', ')}`)
  const left = [...skipped].filter((number) => !passed.has(number))
  const note = `${passed.size} cases tested${left.length > 0 ? `, skipped here: ${left.join(', ')}` : ''}`
  return { name: '(edge cases)', passed: 1, failed: 0, skipped: 0, note }
}

function failure(name: string, note: string): Row {
  return { name, passed: 0, failed: 1, skipped: 0, note }
}

await main()
