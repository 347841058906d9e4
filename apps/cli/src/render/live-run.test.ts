import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { liveRun, namesWidth, tableLine } from './live-run.ts'
import { done, failed, progressOf, running, skipped, waiting } from './sample-progress.ts'

const TABLES = [
  done('analytics.answers'),
  failed('analytics.surveys', 'SourceTableChangedError', ''),
  running('analytics.survey_responses', 'Extract', { done: 2, total: 5 }),
  skipped('analytics.jobs'),
  waiting('analytics.tags'),
]
const NOW = new Date('2026-11-23T09:00:12Z')
const draw = (columns: number) => stripVTControlCharacters(liveRun(progressOf(TABLES), 0, NOW, columns))

test('a line a table, with what it does now', () => {
  expect(draw(120)).toMatchInlineSnapshot(`
    "20261123T090000Z-abc  3/5 tables  12.0s
      ✓ answers           published  140,001 rows
      ✗ surveys           SourceTableChangedError in PlanTable
      ⠋ survey_responses  Extract  █████░░░░░░░ 2/5
      ✓ jobs              nothing new
      · tags              waiting"
  `)
})

test('models are counted apart', () => {
  const progress = progressOf([...TABLES, { ...waiting('analytics.company_summary'), lane: 'model' }])
  expect(stripVTControlCharacters(liveRun(progress, 0, NOW, 120))).toContain('3/5 tables, 0/1 models')
})

test('no line wraps in a narrow terminal', () => {
  for (const line of draw(40).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40)
})

test('the spinner turns, and nothing else changes', () => {
  const [first, second] = [0, 1].map((frame) => liveRun(progressOf(TABLES), frame, NOW, 120).split('\n'))
  expect(first?.filter((line, index) => line !== second?.[index])).toHaveLength(1)
})

test('a line by itself has no spinner to wait for', () => {
  expect(stripVTControlCharacters(tableLine(done('analytics.answers'), namesWidth(TABLES)))).toBe(
    '✓ answers           published  140,001 rows',
  )
})
