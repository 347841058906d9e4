import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import * as steps from './steps.ts'

/*
 * An execution that is redriven after a deploy carries what the workers of before wrote: step inputs in its history, and
 * plans, records and manifests in S3. Today's schemas must still read them, for the 14 days in which an execution can be
 * redriven. With a release, add a file of its steps and keep the last one.
 */

const recorded = z
  .strictObject({ version: z.string(), steps: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../recorded/steps-of-last-version.json'), 'utf8')))

const schemas = new Map<string, z.ZodType>(
  Object.entries(steps).flatMap(([name, value]) => (value instanceof z.ZodType ? [[name, value] as const] : [])),
)

describe(`what version ${recorded.version} wrote is read by today's schema`, () => {
  test.each(Object.keys(recorded.steps))('%s', (name) => {
    const schema = schemas.get(name)
    if (schema === undefined)
      throw new Error(`there is no schema ${name} any more: an execution that is redriven needs it`)
    expect(schema.safeParse(recorded.steps[name]).error?.issues ?? []).toEqual([])
  })
})

test('every step has its recorded input, so that the next change of a schema is tried', () => {
  // Parts of the others.
  const within = ['objectRef', 'runMode', 'tableWindow', 'chunk', 'part', 'conversions']
  // Written by the last step of a machine: nothing reads it after a deploy.
  const last = ['finishResult']
  const open = [...schemas.keys()].filter((name) => ![...within, ...last].includes(name))
  expect(open.filter((name) => recorded.steps[name] === undefined)).toEqual([])
})

test('fails when a schema asks for a field that the last version did not write', () => {
  const asked = steps.syncTableInput.extend({ lane: z.string() })
  expect(asked.safeParse(recorded.steps['syncTableInput']).success).toBe(false)
})
