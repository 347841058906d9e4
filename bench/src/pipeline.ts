import { generateDemoData } from '@hourglass/candidate-experience/data/generate'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { copyFloor } from './copy-floor.ts'
import { type CpuSeconds, cpuBetween, cpuSeconds } from './cpu-seconds.ts'
import { type BenchLocal, benchLocal } from './local-run.ts'
import { median, printTable } from './table.ts'

/** Survey answers and responses: the demo's largest tables. */
const TABLES = ['analytics.answers', 'analytics.survey_responses']
const DEFAULT_ROWS = 300_000
const REPEATS = 3

interface Measured {
  readonly rows: number
  readonly seconds: number
  readonly cpu: CpuSeconds
}

/**
 * Rows a second from MySQL to live Postgres rows, and CPU seconds per million rows of each group of processes: a first
 * load into empty tables, then a full reload in which nothing differs. Medians of three.
 */
export async function pipeline(args: readonly string[]): Promise<number> {
  await using bench = await benchLocal('copy')
  const connection = await createConnection(bench.local.databases.source.adminUrl)
  await generateDemoData({ connection, rows: Number(args[0] ?? DEFAULT_ROWS) })
  await connection.end()
  // Workers are started and warm before anything is measured, as in any hour but the first.
  await measure(bench)
  const loads: Measured[] = []
  const reloads: Measured[] = []
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await emptyTarget(bench)
    loads.push(await measure(bench))
    reloads.push(await measure(bench))
  }
  const floor = await copyFloor(bench.local.databases)
  printTable(
    ['rows/s, CPU s per million rows', 'rows', 'rows/s', 'workers', 'MariaDB', 'Postgres', 'cloud'],
    [
      summary('first load', loads),
      summary('full reload, nothing differs', reloads),
      ...(floor ? [['client | psql \\copy, answers', String(floor.rows), perSecond(floor), '', '', '', '']] : []),
    ],
  )
  if (!floor) process.stdout.write('no floor: the clients mariadb (or mysql) and psql are not both installed\n')
  return 0
}

async function measure(bench: BenchLocal): Promise<Measured> {
  const before = cpuSeconds()
  const started = performance.now()
  const progress = await bench.run({ tables: TABLES, mode: 'full' })
  const seconds = (performance.now() - started) / 1000
  const rows = progress.tables.reduce((sum, { outcome }) => sum + (outcome?.rowsRead ?? 0), 0)
  return { rows, seconds, cpu: cpuBetween(before, cpuSeconds()) }
}

async function emptyTarget({ local }: BenchLocal): Promise<void> {
  const client = new Client({ connectionString: local.databases.target.adminUrl })
  await client.connect()
  await client.query(`truncate ${TABLES.join(', ')}`)
  await client.end()
}

const perSecond = ({ rows, seconds }: Pick<Measured, 'rows' | 'seconds'>) => Math.round(rows / seconds).toString()

function summary(name: string, measured: readonly Measured[]): readonly string[] {
  const of = (value: (one: Measured) => number) => median(measured.map(value))
  const cpu = (group: keyof CpuSeconds) => of((one) => one.cpu[group] / (one.rows / 1e6)).toFixed(1)
  const rows = of((one) => one.rows)
  const groups = (['workers', 'mariadb', 'postgres', 'cloud'] as const).map(cpu)
  return [name, String(rows), perSecond({ rows, seconds: of((one) => one.seconds) }), ...groups]
}
