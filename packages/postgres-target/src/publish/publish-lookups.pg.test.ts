import { expect, test } from 'vitest'
import { answers } from '../../test/answers.ts'
import { load } from '../../test/extracts.ts'
import { testTarget } from '../../test/target.ts'

/* What a table looked up is remembered with the rows that hold it, and only when all of its rows do. */

const LOWER = '2026-11-23 09:50:00.000000'
const BOUND = '2026-11-23 11:00:00.000000'

test('fingerprints move with a publish that read everything, and with no other', async () => {
  await using test = await testTarget()
  const { target } = test
  const remembered = async () => (await target.progress([answers])).get(answers.target)?.lookups
  const publish = async (fence: number, lookups: Record<string, string>, lower: string | null) => {
    const request = await load(target, answers, { fence, parts: [[{ id: fence }]], lower, bound: BOUND })
    return target.publish({ ...request, manifest: { ...request.manifest, lookups } })
  }

  expect(await remembered()).toBeNull()
  await publish(1, { 'analytics.companies': 'a' }, null)
  expect(await remembered()).toEqual({ 'analytics.companies': 'a' })
  await publish(2, { 'analytics.companies': 'b' }, LOWER)
  expect(await remembered()).toEqual({ 'analytics.companies': 'a' })
  await publish(4, { 'analytics.companies': 'c', 'analytics.surveys': 'd' }, null)
  expect(await remembered()).toEqual({ 'analytics.companies': 'c', 'analytics.surveys': 'd' })
  // Superseded: nothing of it is live.
  await publish(3, { 'analytics.companies': 'b' }, null)
  expect(await remembered()).toEqual({ 'analytics.companies': 'c', 'analytics.surveys': 'd' })
  await target.advance(answers, 'run-5', 5, LOWER, BOUND)
  expect(await remembered()).toEqual({ 'analytics.companies': 'c', 'analytics.surveys': 'd' })
})

test('rows that are only enriched anew are not late', async () => {
  await using test = await testTarget()
  const { target } = test
  const publish = async (fence: number, note: string, reread: boolean) => {
    const rows = [{ id: 1, note }, { id: 2 }]
    const request = await load(target, answers, { fence, parts: [rows], bound: BOUND })
    return target.publish({ ...request, manifest: { ...request.manifest, lookups: {}, reread } })
  }
  await publish(1, 'one', false)
  expect(await publish(2, 'two', true)).toMatchObject({ counts: { updated: 1, unchanged: 1, late: 0 } })
  expect(await publish(3, 'three', false)).toMatchObject({ counts: { updated: 1, late: 1 } })
})
