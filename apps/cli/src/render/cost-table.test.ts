import { rmSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { afterAll, expect, test } from 'vitest'
import { DEFAULT_ALTERNATIVE } from '@hourglass/cloud/cost/alternative'
import { costReport } from '@hourglass/cloud/cost/cost-report'
import { pricesOf } from '@hourglass/cloud/cost/prices'
import { SAMPLE_USAGE, sampleStacks } from '@hourglass/cloud/cost/sample-stacks'
import { readStacks } from '@hourglass/cloud/cost/stacks'
import { costTable, money } from './cost-table.ts'

const folder = sampleStacks()
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const report = costReport({
  environment: 'dev',
  stacks: readStacks(folder),
  usage: SAMPLE_USAGE,
  prices: pricesOf('us-east-1'),
  runsPerMonth: 730,
  alternative: DEFAULT_ALTERNATIVE,
})
const draw = (width: number) => stripVTControlCharacters(costTable(report, width))

test('says what is fixed, what runs add, and what the alternative costs', () => {
  const text = draw(200)
  expect(text).toContain('dev, prices of us-east-1 as of 20')
  expect(text).toMatch(
    /fixed, with no run at all +– +\$178\.45\n730 runs +\$0\.79 +\$574\.66\ntotal +\$0\.79 +\$753\.11/,
  )
  expect(text).toMatch(/MWAA \+ EMR +\$0\.36 +\$621\.50\nHourglass, without databases +\$0\.79 +\$635\.21/)
  expect(text).toContain('not counted: free tiers')
})

test.each([100, 80])('tables fit %d columns', (width) => {
  const rows = draw(width)
    .split('\n')
    .filter((line) => / {2}/.test(line))
  expect(Math.max(...rows.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width)
})

test.each([
  [0, '$0'],
  [1234.5, '$1,234.50'],
  [0.0123, '$0.01'],
  [0.00321, '$0.0032'],
  [0.0000047, '$0.0000047'],
])('%d is %s', (usd, text) => {
  expect(money(usd)).toBe(text)
})
