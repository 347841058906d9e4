import { expect, test } from 'vitest'
import type { TargetWorld } from './target-contract.ts'
import { answers, settings } from './target-tables.ts'

const NINE = '2026-11-23T09:00:00Z'
const TEN = '2026-11-23T10:00:00Z'
const lease = (run: string, seconds = 60) => ({ run, seconds })

/** Leases, fences and progress. */
export function controlContract(open: () => Promise<TargetWorld>): void {
  test('the control schema can be migrated again, and the server allows some connections', async () => {
    await using world = await open()
    await world.target.migrate()
    expect(await world.target.maxConnections()).toBeGreaterThan(0)
  })

  test('one run per hour, for good; the same run may ask again, in any time zone [case 113]', async () => {
    await using world = await open()
    const { target } = world
    expect(await target.leaseRun('r1', NINE, 'arn:1')).toEqual({ held: true })
    expect(await target.leaseRun('r1', '2026-11-23T10:00:00+01:00', 'arn:2')).toEqual({ held: true })
    expect(await target.leaseRun('r2', NINE, 'arn:3')).toEqual({ held: false, by: 'r1', until: 'for good (running)' })
    await target.finishRun('r1', 'failed')
    expect(await target.leaseRun('r2', NINE, 'arn:3')).toMatchObject({ by: 'r1', until: 'for good (failed)' })
    expect(await target.leaseRun('r2', TEN, 'arn:3')).toEqual({ held: true })
    await target.leaseRun('r1', NINE, 'arn:1')
    expect(await target.leaseRun('r3', NINE, 'arn:3')).toMatchObject({ until: 'for good (running)' })
  })

  test('fails when a run id is used for another hour; finishing an unknown run is fine', async () => {
    await using world = await open()
    await world.target.leaseRun('r1', NINE, 'arn:1')
    await expect(world.target.leaseRun('r1', TEN, 'arn:1')).rejects.toMatchObject({ name: 'InvalidInputError' })
    await world.target.finishRun('r9', 'skipped')
  })

  test('a table is leased to one run; the same run may ask again; release frees it', async () => {
    await using world = await open()
    const { target } = world
    expect(await target.leaseTable(answers, lease('r1'))).toEqual({ held: true })
    expect(await target.leaseTable(answers, lease('r1'))).toEqual({ held: true })
    const refused = await target.leaseTable(answers, lease('r2'))
    expect(refused).toMatchObject({ held: false, by: 'r1', until: expect.stringMatching(/^20.*T.*Z$/) })
    expect(await target.leaseTable(settings, lease('r2'))).toEqual({ held: true })
    await target.releaseTable(answers, 'r2')
    expect(await target.leaseTable(answers, lease('r2'))).toMatchObject({ held: false })
    await target.releaseTable(answers, 'r1')
    expect(await target.leaseTable(answers, lease('r2'))).toEqual({ held: true })
  })

  test('a lease that ran out can be renewed until another run has taken it', async () => {
    await using world = await open()
    const { target } = world
    await target.leaseTable(answers, lease('r1', 0))
    expect(await target.renewTable(answers, lease('r1', 0))).toBe(true)
    expect(await target.leaseTable(answers, lease('r2'))).toEqual({ held: true })
    expect(await target.renewTable(answers, lease('r1'))).toBe(false)
    expect(await target.renewTable(answers, lease('r2'))).toBe(true)
    expect(await target.renewTable(settings, lease('r2'))).toBe(false)
  })

  test('finishing a run frees its tables and only its own', async () => {
    await using world = await open()
    const { target } = world
    await target.leaseTable(answers, lease('r1'))
    await target.leaseTable(settings, lease('r2'))
    await target.finishRun('r1', 'succeeded')
    expect(await target.leaseTable(answers, lease('r3'))).toEqual({ held: true })
    expect(await target.leaseTable(settings, lease('r3'))).toMatchObject({ held: false, by: 'r2' })
  })

  test('fences count up from 1, per table', async () => {
    await using world = await open()
    const { target } = world
    const many = await Promise.all(Array.from({ length: 5 }, () => target.nextFence(answers)))
    expect(many.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
    expect(await target.nextFence(settings)).toBe(1)
  })

  test('a table that was never published has no progress', async () => {
    await using world = await open()
    await world.target.nextFence(answers)
    expect(await world.target.progress([answers])).toEqual(
      new Map([[answers.target, { watermark: null, lastPublishedFence: 0, lastRows: null, lookups: null }]]),
    )
  })
}
