import { fileURLToPath } from 'node:url'
import { benchLocal, type LoadWay } from './local-run.ts'
import { fillNarrow } from './narrow-rows.ts'
import { printTable } from './table.ts'

const CATALOG = fileURLToPath(new URL('./narrow-catalog', import.meta.url))
const FEW = 300_000
const MANY = 3_000_000
/** Ten times the rows may cost this much more. */
const MOST_RATIO = 1.2
const MOST_MB = 30

/**
 * Peak memory (VmHWM) of each worker's processes for ten times the rows in the same chunks: it must not grow with the
 * table. Parts go through the load worker, so that it is measured too.
 *
 * @returns the exit code: 1 when a worker grew by more than 20 % and by more than 30 MB
 */
export async function memory(args: readonly string[]): Promise<number> {
  const scale = Number(args[0] ?? 1)
  const way: LoadWay = args[1] === 'aws_s3' ? 'aws_s3' : 'copy'
  const few = await peaks(FEW / scale, way)
  const many = await peaks(MANY / scale, way)
  const workers = [...many.keys()].sort()
  const rows = workers.map((worker) => {
    const [before, after] = [few.get(worker) ?? 0, many.get(worker) ?? 0]
    const within = after <= before * MOST_RATIO || after - before <= MOST_MB
    return { worker, before, after, within }
  })
  printTable(
    ['peak MB of', `${FEW / scale} rows`, `${MANY / scale} rows`, 'more', 'ratio', ''],
    rows.map(({ worker, before, after, within }) => [
      worker,
      before.toFixed(0),
      after.toFixed(0),
      (after - before).toFixed(0),
      before === 0 ? '' : (after / before).toFixed(2),
      within ? 'ok' : 'grows',
    ]),
  )
  return rows.every(({ within }) => within) ? 0 : 1
}

/** Worker -> the highest peak of its processes, in MB. */
async function peaks(rows: number, way: LoadWay): Promise<ReadonlyMap<string, number>> {
  await using bench = await benchLocal(way, CATALOG)
  await fillNarrow(bench.local.databases.source.adminUrl, rows)
  const started = performance.now()
  const progress = await bench.run({})
  const [table] = progress.tables
  if (table?.outcome?.counts?.inserted !== rows) throw new Error(`${rows} rows did not arrive`)
  const seconds = (performance.now() - started) / 1000
  process.stdout.write(`${rows} rows in ${table.outcome.chunks} chunks: ${seconds.toFixed(1)} s\n`)
  const { functions } = bench.local.aws.stats()
  return new Map(
    Object.entries(functions).map(([name, { peakMemoryMb }]) => [name.replace('hourglass-local-', ''), peakMemoryMb]),
  )
}
