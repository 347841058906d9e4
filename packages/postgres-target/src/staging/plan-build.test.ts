import type { RunMode } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { modelOf, noted } from '../../test/model.ts'
import { boundOf, type BuiltState, type InputState, planBuild } from './plan-build.ts'

const at = (hour: string) => `2026-11-23 ${hour}:00.000000`
const merged: InputState = {
  target: 'analytics.answers',
  fence: 8,
  watermark: at('10:00'),
  seen: 7,
  changed: true,
  anywhere: false,
  lower: at('09:50'),
  thisRun: true,
}
const replaced: InputState = {
  ...merged,
  target: 'analytics.settings',
  watermark: null,
  changed: false,
  lower: null,
}
const built: BuiltState = { definition: 'same', watermark: at('09:55') }

function since(inputs: readonly InputState[], state: BuiltState | null = built, mode: RunMode = 'incremental') {
  const plan = planBuild(noted, 'same', state, inputs, mode)
  return plan.action === 'build' ? plan.since : `${plan.action}: ${plan.because}`
}

test('rows are made from the lowest window that the model has not seen', () => {
  expect(since([merged, replaced])).toBe(at('09:50'))
  const late = { ...merged, target: 'analytics.other', lower: at('07:10') }
  expect(since([merged, late, replaced])).toBe(at('07:10'))
})

test('the watermark of the model is the latest start: behind it an input may have been waited for', () => {
  expect(since([{ ...merged, lower: at('09:58') }, replaced])).toBe(at('09:55'))
})

test('nothing is made when no input has changed, whatever they have advanced to', () => {
  expect(since([{ ...merged, changed: false, lower: null }, replaced])).toContain('nothing new in its inputs')
})

test('nothing is made before every input was published once', () => {
  expect(since([merged, { ...replaced, fence: null }], null)).toBe('waiting: not published yet: analytics.settings')
})

test.each([
  ['the first build', [merged, replaced], null, 'incremental'],
  ['another model', [merged, replaced], { ...built, definition: 'other' }, 'incremental'],
  ['a full run', [{ ...merged, changed: false }, replaced], built, 'full'],
  ['an input without a lower end', [merged, { ...replaced, changed: true, anywhere: true }], built, 'incremental'],
  ['a model without a watermark', [merged, replaced], { ...built, watermark: null }, 'incremental'],
] as const)('all rows are made for %s', (_why, inputs, state, mode) => {
  expect(since(inputs, state, mode)).toBeNull()
})

test('a model that is replaced makes all rows as soon as anything has changed', () => {
  const model = modelOf('select 1', { mode: 'replace' })
  expect(planBuild(model, 'same', built, [merged, replaced], 'incremental')).toMatchObject({
    action: 'build',
    since: null,
    because: 'changed: analytics.answers',
  })
})

test('a model is complete up to the lowest watermark of its inputs; those without one do not count', () => {
  expect(boundOf([merged, { ...merged, watermark: at('08:00') }, replaced])).toBe(at('08:00'))
  expect(boundOf([replaced])).toBeNull()
})
