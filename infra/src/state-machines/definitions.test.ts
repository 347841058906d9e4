import { LAMBDA_TRANSIENT_ERRORS, RETRYABLE_ERRORS, TERMINAL_ERRORS } from '@hourglass/contracts/error-names'
import { buildModelInput, syncTableInput, tableState } from '@hourglass/contracts/steps'
import aslValidator from 'asl-validator'
import { describe, expect, test, vi } from 'vitest'
import { SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { EXAMPLE_DEFINITIONS } from '../../test/example-definitions.ts'
import { allStates } from './all-states.ts'

vi.setConfig({ testTimeout: SYNTH_TIMEOUT })

const KNOWN_ERRORS: readonly string[] = [...LAMBDA_TRANSIENT_ERRORS, ...RETRYABLE_ERRORS, ...TERMINAL_ERRORS]
/** An EXPRESS child may live this long (developer guide, "Quotas related to state machine executions"), in seconds. */
const EXPRESS_LIMIT = 300
/** Quota on a definition, in bytes. */
const DEFINITION_LIMIT = 1_048_576

describe.each(Object.entries(EXAMPLE_DEFINITIONS))('%s', (_name, definition) => {
  const states = allStates(definition)

  test('is valid Amazon States Language', () => {
    const result = aslValidator(definition)
    expect(result.errors).toEqual([])
    expect(result.isValid).toBe(true)
    expect(Buffer.byteLength(JSON.stringify(definition))).toBeLessThan(DEFINITION_LIMIT / 10)
  })

  test('retries and catches only errors that exist', () => {
    const named = states.flatMap(({ state }) =>
      'Retry' in state || 'Catch' in state
        ? [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap((rule) => rule.ErrorEquals)
        : [],
    )
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((error) => !KNOWN_ERRORS.includes(error))).toEqual([])
  })

  test('gives every worker a timeout and both retries [case 111]', () => {
    const tasks = states.filter(({ state }) => state.Type === 'Task' && state.Resource.includes('lambda:invoke'))
    expect(tasks.length).toBeGreaterThan(0)
    for (const { path, state } of tasks) {
      if (state.Type !== 'Task') throw new Error(`${path} is no Task`)
      expect([path, state.Retry?.map((rule) => rule.ErrorEquals)]).toEqual([
        path,
        [LAMBDA_TRANSIENT_ERRORS, RETRYABLE_ERRORS],
      ])
      expect(state.TimeoutSeconds).toBeGreaterThan(0)
    }
  })

  test('has no Catch on a Map: a failed Map Run stays open for a redrive', () => {
    const maps = states.filter(({ state }) => state.Type === 'Map')
    for (const { state } of maps) expect(state).not.toHaveProperty('Catch')
  })

  test('lets what runs in EXPRESS children end inside their five minutes', () => {
    for (const { state } of states) {
      if (state.Type !== 'Map') continue
      const config = state.ItemProcessor.ProcessorConfig
      if (config.Mode !== 'DISTRIBUTED' || config.ExecutionType !== 'EXPRESS') continue
      for (const inner of allStates(state.ItemProcessor)) {
        expect(inner.state.Type === 'Task' ? inner.state.TimeoutSeconds : 0).toBeLessThan(EXPRESS_LIMIT)
      }
    }
  })
})

test('a Map hands its children every field of the table state, and no other', () => {
  for (const { state } of allStates(EXAMPLE_DEFINITIONS['sync-table'])) {
    if (state.Type !== 'Map' || !('Label' in state)) continue
    expect(pathFields(state.ItemBatcher?.BatchInput)).toEqual(Object.keys(tableState.shape).sort())
  }
})

test.each([
  ['sync-table', /\.Sync(Small|Large)Table$/, 2, syncTableInput],
  ['build-model', /\.BuildOneModel$/, 1, buildModelInput],
] as const)('hourly-sync starts %s with exactly its input, and says who started it', (machine, name, count, schema) => {
  const starts = allStates(EXAMPLE_DEFINITIONS['hourly-sync']).filter(({ path }) => name.test(path))
  expect(starts).toHaveLength(count)
  for (const { state } of starts) {
    if (state.Type !== 'Task') throw new Error('only a task starts an execution')
    expect(state.Parameters['StateMachineArn']).toMatch(new RegExp(`-${machine}$`))
    expect(pathFields(state.Parameters['Input'])).toEqual(
      [...Object.keys(schema.shape), 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID'].sort(),
    )
  }
})

test('the inner machines give up before the outer one', () => {
  const { 'hourly-sync': outer, 'sync-table': table, 'build-model': model } = EXAMPLE_DEFINITIONS
  expect(Math.max(table.TimeoutSeconds, model.TimeoutSeconds)).toBeLessThan(outer.TimeoutSeconds)
  expect(outer.TimeoutSeconds).toBeLessThan(3600)
})

function pathFields(template: unknown): string[] {
  return Object.keys(template ?? {})
    .map((key) => key.replace(/\.\$$/, ''))
    .sort()
}
