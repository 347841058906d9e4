import { models } from '@hourglass/candidate-experience/models'
import { expect, test } from 'vitest'
import { modelWorld, type ModelWorld, type TestRow } from '../test/model-inputs.ts'

/*
 * Whatever changes in the inputs, and however many publishes lie between two builds: an incremental build leaves what a
 * full one would make, and a full one after it finds nothing to write.
 */

const COMPANIES = 8
const ROUNDS = 6
const INDUSTRIES = ['software', 'hospitals']
/** Minutes between two rounds, and how far behind a round's window starts. */
const ROUND_MINUTES = 60
const OVERLAP_MINUTES = 10

/** Numbers that look random and are the same on every machine (Park and Miller, 1988). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 20) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ')

type Random = (below: number) => number

/** Makes a row of a table as it is at a minute. */
const ROWS: Readonly<Record<string, (id: number, minute: number, random: Random) => TestRow>> = {
  'analytics.surveys': (id, minute, random) => ({
    id,
    company_id: 1 + (id % COMPANIES),
    moment: random(2) === 0 ? 'interview' : 'offer',
    anonymous: random(3) === 0,
    updated_at: at(minute),
    deleted_at: random(8) === 0 ? at(minute) : null,
  }),
  'analytics.jobs': (id, minute, random) => ({
    id,
    company_id: 1 + random(COMPANIES),
    seniority: random(2) === 0 ? 'senior' : 'junior',
    updated_at: at(minute),
  }),
  'analytics.applications': (id, minute, random) => ({
    id,
    candidate_id: id % 12,
    job_id: 1 + random(6),
    stage_code: 'new',
    applied_at: at(random(10_000) - 10_000),
    updated_at: at(minute),
    deleted_at: random(4) === 0 ? at(minute) : null,
  }),
  'analytics.survey_responses': (id, minute, random) => {
    const nps = random(11)
    return {
      id,
      survey_id: 1 + (id % 10),
      industry_code: INDUSTRIES[random(3)] ?? null,
      candidate_id: random(4) === 0 ? null : random(12),
      status: random(5) === 0 ? 'started' : 'completed',
      score: random(10_000) / 100,
      nps,
      nps_class: nps >= 9 ? 'promoter' : nps >= 7 ? 'passive' : 'detractor',
      created_at: at(-random(200_000)),
      responded_at: at(-random(200_000)),
      updated_at: at(minute),
      deleted_at: random(20) === 0 ? at(minute) : null,
    }
  },
}

async function publishCompanies(world: ModelWorld, random: Random): Promise<void> {
  await world.publish(
    'analytics.industries',
    INDUSTRIES.map((code) => ({ code, segment: random(2) === 0 ? 'tech' : 'care' })),
  )
  const ids = Array.from({ length: COMPANIES }, (_, index) => index + 1)
  await world.publish(
    'analytics.companies',
    ids.map((id) => ({
      id,
      industry_code: random(4) === 0 ? null : (INDUSTRIES[random(2)] ?? null),
      is_demo: random(8) === 0,
    })),
  )
}

/** Publishes a few new and changed rows of each table, as an hour's incremental run does. */
async function anHour(world: ModelWorld, round: number, random: Random): Promise<void> {
  const now = round * ROUND_MINUTES
  for (const [table, rowOf] of Object.entries(ROWS)) {
    if (random(4) === 0) continue // its run failed, or it had nothing new
    const ids = new Set(Array.from({ length: 1 + random(8) }, () => 1 + random(40)))
    // Some commit late: their cursor lies in the overlap.
    const rows = [...ids].map((id) => rowOf(id, now - random(OVERLAP_MINUTES), random))
    await world.publish(table, rows, `${at(now - OVERLAP_MINUTES)}.000000`)
  }
  if (random(3) === 0) await publishCompanies(world, random)
}

async function rowsOf(world: ModelWorld): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for (const { target, primaryKey } of models) {
    const order = primaryKey.join(', ')
    rows.push(await world.db.query(`select m.*, xmin::text as version from ${target} as m order by ${order}`))
  }
  return rows
}

test.each([11, 2026])('incremental builds end where a full one does (seed %i)', async (seed) => {
  await using world = await modelWorld()
  const random = randomFrom(seed)
  await publishCompanies(world, random)
  for (const [table, rowOf] of Object.entries(ROWS)) {
    await world.publish(
      table,
      Array.from({ length: 40 }, (_, index) => rowOf(index + 1, 0, random)),
    )
  }
  await world.build()
  let incremental = 0
  for (let round = 1; round <= ROUNDS; round += 1) {
    await anHour(world, round, random)
    // Now and then the models are not built, so that the next build has several publishes to catch up with.
    if (random(3) === 0) continue
    const [context] = await world.build()
    if (context?.window.lower) incremental += 1
    const before = await rowsOf(world)
    const full = await world.build('full')
    expect(full.map(({ counts }) => counts && [counts.inserted, counts.updated, counts.deleted])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(await rowsOf(world)).toEqual(before)
  }
  expect(incremental).toBeGreaterThan(0)
})
