import { runInput } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers, summary, tags } from '../test/tables.ts'
import { chooseTables, parseInput, tableNamed } from './deps.ts'

const catalog = [answers, tags]

test('a table is found by its target name', () => {
  expect(tableNamed(catalog, 'analytics.tags')).toBe(tags)
  expect(() => tableNamed(catalog, 'tags')).toThrow(
    'the catalog has no table "tags"; it has: analytics.answers, analytics.tags',
  )
})

test('the tables asked for, in the order of the catalog; all when none is', () => {
  expect(chooseTables(catalog, undefined)).toEqual(catalog)
  expect(chooseTables(catalog, ['analytics.tags'])).toEqual([tags])
  expect(chooseTables(catalog, ['analytics.tags', 'analytics.answers'])).toEqual(catalog)
})

test('a model may be asked for too, and chooses no table', () => {
  expect(chooseTables(catalog, ['analytics.summary'], [], [summary])).toEqual([])
  expect(() => chooseTables(catalog, ['analytics.summary'])).toThrow('"analytics.summary"')
})

test('every unknown name is told once, asked for or mentioned', () => {
  const choose = () => chooseTables(catalog, ['a', 'analytics.tags'], ['b', 'a', 'analytics.answers'], [summary])
  expect(choose).toThrow(
    'the catalog has no table "a", "b"; it has: analytics.answers, analytics.tags, analytics.summary',
  )
})

test('an input is parsed, or refused with every wrong field and no value', () => {
  const scheduledAt = '2026-11-23T09:00:00Z'
  expect(parseInput(runInput, 'the input', { scheduledAt })).toEqual({ scheduledAt })
  const refused = (input: unknown) => () => parseInput(runInput, 'the input', input)
  expect(refused({ scheduledAt: 'secret', tables: [''] })).toThrow(
    /^the input is not valid: scheduledAt: .*; tables\.0: .*/,
  )
  expect(refused({ scheduledAt: 'secret' })).not.toThrow('secret')
  expect(refused('secret')).toThrow(/^the input is not valid: \(input\): /)
})
