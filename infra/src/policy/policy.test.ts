import { ENVIRONMENTS } from '@hourglass/contracts/environment'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { PLANTED } from '../../test/planted-violations.ts'
import { checkPolicies, findings, RULES } from './check-policies.ts'
import { type Resource, readResources } from './resource.ts'
import { SUPPRESSIONS } from './suppressions.ts'

const TODAY = new Date().toISOString().slice(0, 10)
const fixtures = new Map(ENVIRONMENTS.map((name) => [name, fixtureApp()]))
const stacks = new Map<string, readonly Resource[]>()

beforeAll(async () => {
  for (const [name, fixture] of fixtures) stacks.set(name, readResources(await synthesizeFixture(fixture, name)))
}, SYNTH_TIMEOUT)
afterAll(() => {
  for (const fixture of fixtures.values()) fixture[Symbol.dispose]()
})

function resourcesOf(name: string): readonly Resource[] {
  const found = stacks.get(name) ?? []
  expect(found.length).toBeGreaterThan(100)
  return found
}

test.each(ENVIRONMENTS)('%s keeps every rule, or says why not and until when', (name) => {
  expect(checkPolicies(resourcesOf(name), SUPPRESSIONS, name, TODAY)).toEqual({ open: [], unused: [], expired: [] })
})

describe('a planted violation is caught', () => {
  test.each(RULES.map((rule) => [rule.id, rule.title] as const))('%s: %s', (id) => {
    const good = resourcesOf('prod')
    const plant = PLANTED[id]
    if (plant === undefined) throw new Error(`no violation of ${id} is planted`)
    const before = findings(good).filter((finding) => finding.rule === id)
    const after = findings(plant(good)).filter((finding) => finding.rule === id)
    expect(after.length).toBeGreaterThan(before.length)
    expect(after[0]?.problem).not.toBe('')
  })
})

/** Numbers of Checkov's checks of what the stacks hold (bridgecrewio/checkov, August 2026). */
const CHECKOV: Readonly<Record<string, readonly number[]>> = {
  S3: [18, 19, 21, 53, 54, 55, 56, 144, 145, 300],
  RDS: [16, 17, 118, 129, 133, 157, 161, 211, 226, 293, 353, 354],
  Lambda: [45, 50, 115, 116, 117, 173, 272, 363, 364],
  'Step Functions, logs, KMS': [284, 285, 66, 158, 338, 7],
  'SQS, SNS, Scheduler, Secrets Manager': [27, 26, 297, 149],
  IAM: [60, 61, 63, 111, 286, 290, 355, 356, 358],
  network: [23, 130, 277, 382],
}
const CHECKOV_OF_GRAPHS = [5, 6, 11, 12, 30, 57, 60, 61, 62, 64, 65, 69]

test('every check that is mirrored is there, and no other', () => {
  const ids = [
    ...Object.values(CHECKOV).flatMap((numbers) => numbers.map((number) => `CKV_AWS_${number}`)),
    ...CHECKOV_OF_GRAPHS.map((number) => `CKV2_AWS_${number}`),
    'FSBP S3.5',
  ]
  expect(RULES.map(({ id }) => id).sort()).toEqual(ids.sort())
})

test('a suppression covers only what it names, and ends', () => {
  const bucket = { stack: 'pipeline', type: 'aws_s3_bucket', address: 'aws_s3_bucket.other', values: {} }
  const here = [...resourcesOf('prod'), bucket]
  const accepted = SUPPRESSIONS.filter((found) => found.rule !== 'CKV_AWS_18')
  const open = checkPolicies(here, accepted, 'prod', TODAY).open.map((finding) => finding.rule)
  expect(open).toContain('CKV_AWS_18')
  const later = checkPolicies(here, SUPPRESSIONS, 'prod', '2999-01-01')
  expect(later.expired.length).toBeGreaterThan(0)
  expect(later.open.length).toBeGreaterThan(5)
})

test('every suppression has a reason, a rule that exists and a date', () => {
  for (const { rule, reason, expires } of SUPPRESSIONS) {
    expect(RULES.map((known) => known.id)).toContain(rule)
    expect(reason.length).toBeGreaterThan(30)
    expect(expires).toMatch(/^\d{4}-\d\d-\d\d$/)
  }
  expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length)
})
