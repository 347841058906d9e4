import { expect, test } from 'vitest'
import { quoteMysql, quotePostgres, quotePostgresText, quoteTarget, splitTarget, tableFile } from './identifiers.ts'

test('names are quoted so that nothing in them is executed [case 51]', () => {
  expect(quoteMysql('a`; DROP TABLE b; --')).toBe('`a``; DROP TABLE b; --`')
  expect(quotePostgres('say "hi"')).toBe('"say ""hi"""')
  expect(quoteTarget('sales.orders')).toBe('"sales"."orders"')
})

test('texts are literals under any standard_conforming_strings', () => {
  expect(quotePostgresText("it's")).toBe("'it''s'")
  expect(quotePostgresText("C:\\it's")).toBe("E'C:\\\\it''s'")
})

test('a target is split at its first point, and names its file', () => {
  expect(splitTarget('a.b.c')).toEqual({ schema: 'a', table: 'b.c' })
  expect(splitTarget('orders')).toEqual({ schema: '', table: 'orders' })
  expect(tableFile('analytics.survey_sends')).toBe('tables/survey-sends.ts')
})
