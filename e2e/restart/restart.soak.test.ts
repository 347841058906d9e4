import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { catalog } from '@hourglass/candidate-experience/catalog'
import { compareAll } from '@hourglass/verify/compare-all'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cli, type Connection, end, startCli, startLocalCli } from './cli-process.ts'

/*
 * `hourglass local` as a person uses it, in a process of its own: killed in the middle of a run and started again, and
 * stopped with Ctrl-C.
 */

const MINUTES = 60_000
let home: string

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'hourglass-home-'))
})

afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

/** Processes that work below a folder, as its servers do. Linux only. */
async function processesIn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return line.includes(folder) ? line.replaceAll('\0', ' ') : ''
    }),
  )
  return found.filter((line) => line !== '')
}

async function untilNobodyIn(folder: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    if ((await processesIn(folder)).length === 0) return
    await sleep(100)
  }
  expect(await processesIn(folder)).toEqual([])
}

/** Waits until a run has loaded something and has published nothing of the largest table. */
async function untilInTheMiddle({ postgresUrl }: Connection): Promise<void> {
  const client = new Client({ connectionString: postgresUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    for (let waited = 0; waited < 60_000; waited += 10) {
      const { rows } = await client
        .query<{ held: string }>('select count(*) as held from hourglass.table_leases where run is not null')
        .catch(() => ({ rows: [] }))
      if (Number(rows[0]?.held ?? 0) > 0) return
      await sleep(10)
    }
    throw new Error('no table was leased within a minute')
  } finally {
    await client.end()
  }
}

async function expectEqual({ mysqlUrl, postgresUrl }: Connection): Promise<void> {
  const maskKey = await readFile(path.join(home, 'local', 'mask-key'), 'utf8')
  const databases = { source: { adminUrl: mysqlUrl }, target: { adminUrl: postgresUrl } }
  const comparisons = await compareAll({ databases, maskKey }, catalog)
  expect(comparisons.filter(({ differing }) => differing > 0)).toEqual([])
  expect(comparisons.every(({ sourceRows }) => sourceRows > 0)).toBe(true)
  expect(comparisons).toHaveLength(catalog.length)
}

test('killed with SIGKILL in the middle of a run, started again: the next run ends right', {
  timeout: 6 * MINUTES,
}, async () => {
  const first = await startLocalCli(home)
  const started = await cli(home, ['run', '--no-wait', '--json'])
  expect(started).toMatchObject({ code: 0 })
  await untilInTheMiddle(first.connection)

  const second = await cli(home, ['local'])
  expect(second.code).toBe(1)
  expect(second.err).toContain(`pid ${first.child.pid}`)

  await end(first.child, 'SIGKILL')
  const { child, connection } = await startLocalCli(home)
  try {
    const watched = await cli(home, ['watch', '--json'])
    expect(watched.err).toBe('')
    const again = await cli(home, ['run', '--json'])
    expect(again).toMatchObject({ code: 0 })
    await expectEqual(connection)
  } finally {
    expect(await end(child, 'SIGTERM')).toBe(143)
  }
  await untilNobodyIn(home)
  expect(existsSync(path.join(home, 'local.json'))).toBe(false)
  expect(existsSync(path.join(home, 'lock'))).toBe(false)
})

test.for(['Real databases', 'The first hour'])(
  'the demo, interrupted during "%s", leaves nothing behind',
  { timeout: 3 * MINUTES },
  async (phase) => {
    const demo = startCli(home, ['demo', '--rows', '10_000'])
    const reached = new Promise<void>((resolve) => {
      demo.stdout?.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes(phase)) resolve()
      })
    })
    demo.stderr?.resume()
    await reached
    await sleep(300) // into the phase, wherever that is
    expect(await end(demo, 'SIGINT')).toBe(130)
    await untilNobodyIn(home)
    expect((await readdir(home)).filter((name) => name !== 'demo-report.json')).toEqual([])
  },
)
