import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { Interruption } from '../interruption.ts'
import { createOutput } from '../output.ts'
import { localCommand } from './local.ts'

afterEach(() => vi.unstubAllEnvs())

test.for([
  ['HOURGLASS_MYSQL_URL', 'mysql://shop@db.example.com/shop', 'unset HOURGLASS_MYSQL_URL'],
  ['HOURGLASS_CATALOG', 'packages/catalog', 'unset HOURGLASS_CATALOG'],
] as const)('fails when --live would write rows beside %s', async ([name, value, advice]) => {
  const home = await mkdtemp(join(tmpdir(), 'live-'))
  vi.stubEnv('HOURGLASS_HOME', home)
  vi.stubEnv(name, value)
  const interruption: Interruption = { signal: new AbortController().signal, race: (work) => work }
  try {
    const started = localCommand({ schedule: false, live: true }, createOutput(true, interruption.signal), interruption)
    await expect(started).rejects.toThrow(advice)
  } finally {
    await rm(home, { recursive: true })
  }
})
