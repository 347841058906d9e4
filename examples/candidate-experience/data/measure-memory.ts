import { DEMO_TABLES } from './demo-tables.ts'
import { demoRows, makeWorld } from './generate.ts'
import { type SourceConnection, writeRows } from '@hourglass/sample-data/write-rows'

/*
 * How much memory making demo data takes, without a database: `tsx src/demo/measure-memory.ts 10000000`. Prints resident
 * memory and heap as rows go by; both stay where they are, whatever the number.
 */

const SEED = 1
const EVERY = 1_000_000

/** Takes what MySQL would, one piece at a time, and forgets it. */
const forgetful: SourceConnection = {
  async query(statement) {
    if (typeof statement === 'string') return
    for await (const piece of statement.infileStreamFactory()) void piece
  },
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`
}

const rows = Number(process.argv[2] ?? EVERY)
const world = makeWorld(rows, SEED, Date.now())
let written = 0
let next = EVERY
for (const table of DEMO_TABLES) {
  await writeRows(
    forgetful,
    table,
    () => demoRows(table, world, SEED),
    (added) => {
      written += added
      if (written < next) return
      next += EVERY
      const { rss, heapUsed } = process.memoryUsage()
      process.stdout.write(`${written} rows: ${megabytes(rss)} resident, ${megabytes(heapUsed)} of it heap in use\n`)
    },
  )
}
process.stdout.write(
  `${written} rows in all, most memory at any time ${megabytes(process.resourceUsage().maxRSS * 1024)}\n`,
)
