import { col } from '@hourglass/catalog-kit/col'
import { createCopySink } from '@hourglass/catalog-kit/copy-text'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { intUnsigned } from '@hourglass/catalog-kit/kinds/int-unsigned'
import { timestamp } from '@hourglass/catalog-kit/kinds/timestamp'
import { keyFrom, lookup, via } from '@hourglass/catalog-kit/lookup'
import type { LookupRows, LookupTables } from '@hourglass/catalog-kit/lookup-rows'
import { selectPlan } from '@hourglass/catalog-kit/render-select'
import type { Table } from '@hourglass/catalog-kit/table'
import type { RowTransform } from '@hourglass/catalog-kit/transform'
import { expect, test } from 'vitest'
import { compileEncoder } from './encoder.ts'
import { cellPositions } from './wire.ts'

type Times = { readonly sent_at: string | null; readonly opened_at: string | null }
const between: RowTransform<Times, string | null> = {
  name: 'between',
  doc: 'Test.',
  masks: false,
  inputs: { sent_at: true, opened_at: true },
  apply: (values) => (values.opened_at === null ? null : `${values.sent_at} ${values.opened_at}`),
}
const sizeOf = {
  name: 'sizeOf',
  doc: 'Test.',
  masks: false,
  apply(value: number) {
    if (value > 100) throw new RangeError(`bad: ${value}`)
    return value > 9 ? 'big' : 'small'
  },
}

const doc = 'Test.'
const rest = { doc, owner: 'tests', load: { mode: 'replace' } } as const
const bands = defineTable({
  ...rest,
  source: 'bands',
  target: 'analytics.bands',
  columns: { code: col.text({ doc }), segment: col.text({ doc }) },
  primaryKey: ['code'],
})
const companies = defineTable({
  ...rest,
  source: 'companies',
  target: 'analytics.companies',
  columns: { id: col.intUnsigned({ doc }), zone: col.text({ doc, nullable: true }), code: col.text({ doc }) },
  primaryKey: ['id'],
})
const surveys = defineTable({
  ...rest,
  source: 'surveys',
  target: 'analytics.surveys',
  columns: { id: col.intUnsigned({ doc }), company_id: col.intUnsigned({ doc, nullable: true }) },
  primaryKey: ['id'],
})

const rows = (columns: string[], entries: [string, unknown[]][]): LookupRows => ({ columns, rows: new Map(entries) })
const LOOKUPS: LookupTables = new Map([
  [bands.target, rows(['code', 'segment'], [['small', ['small', 'S']]])],
  [
    companies.target,
    rows(
      ['code', 'zone'],
      [
        ['7', ['small', 'Europe/Berlin']],
        ['8', ['none', null]],
      ],
    ),
  ],
  [
    surveys.target,
    rows(
      ['company_id'],
      [
        ['1', [7]],
        ['2', [8]],
        ['3', [null]],
        ['4', [99]],
      ],
    ),
  ],
])

/** Encodes rows that are given by MySQL name. */
function encode(table: Table, given: readonly Readonly<Record<string, string | null>>[], lookups = LOOKUPS) {
  const { sources } = selectPlan(table)
  const encoder = compileEncoder(table, { maskKey: Buffer.from('key'), lookups })
  const sink = createCopySink(1)
  const refusals = given.map((row) => {
    const values = sources.map((source) => row[source] ?? null)
    const cells = cellPositions(values.length)
    let at = 0
    for (const [i, value] of values.entries()) {
      cells.starts[i] = value === null ? -1 : at
      at += Buffer.byteLength(value ?? '')
      cells.ends[i] = at
    }
    return encoder.encode(Buffer.from(values.join('')), cells, sink)
  })
  const lines = sink.buffer.toString('utf8', 0, sink.length).split('\n').slice(0, -1)
  return { lines, refusals: refusals.filter((refusal) => refusal !== null), conversions: encoder.conversions() }
}

const SENT = '2026-11-23 09:00:00.000000'
const columns = { id: col.int({ doc }), survey_id: col.intUnsigned({ doc, nullable: true }) }
const one = { ...rest, source: 't', target: 'analytics.t', primaryKey: ['id'] } as const

test('a row transform sees every input, NULL too, wherever it stands in the row', () => {
  const table = defineTable({
    ...one,
    columns: {
      id: col.int({ doc }),
      opened: col.timestamp({ doc, from: 'opened_at', nullable: true }),
      span: col.text({ doc, nullable: true, inputs: { sent_at: timestamp, opened_at: timestamp }, using: between }),
      last: col.text({ doc }),
    },
  })
  const { lines, conversions } = encode(table, [
    { id: '1', opened_at: SENT, sent_at: null, last: 'a' },
    { id: '2', opened_at: null, sent_at: SENT, last: 'b' },
    { id: '3', opened_at: SENT, sent_at: '0000-00-00 00:00:00', last: 'c' },
  ])
  expect(lines).toEqual([`1\t${SENT}\tnull ${SENT}\ta`, '2\t\\N\t\\N\tb', `3\t${SENT}\tnull ${SENT}\tc`])
  expect(conversions).toEqual({ 'span: zero-date-to-null in sent_at': 1 })
})

test('a lookup goes from table to table; NULL on the way makes the value NULL, a missing key follows the policy and is counted', () => {
  const by = via(surveys, { by: 'survey_id', take: 'company_id' })
  const table = defineTable({
    ...one,
    columns: {
      ...columns,
      company_id: col.intUnsigned({
        doc,
        nullable: true,
        from: lookup(surveys, { by: 'survey_id', take: 'company_id', missing: 'null' }),
      }),
      zone: col.text({ doc, nullable: true, from: lookup(companies, { by, take: 'zone', missing: { value: 'UTC' } }) }),
      segment: col.text({
        doc,
        nullable: true,
        from: lookup(bands, { by: via(companies, { by, take: 'code' }), take: 'segment', missing: 'null' }),
      }),
    },
  })
  const { lines, conversions } = encode(
    table,
    ['1', '2', '3', '4', '5', null].map((survey_id, i) => ({ id: `${i}`, survey_id })),
  )
  expect(lines).toEqual([
    '0\t1\t7\tEurope/Berlin\tS',
    '1\t2\t8\t\\N\t\\N',
    '2\t3\t\\N\t\\N\t\\N',
    '3\t4\t99\tUTC\t\\N',
    '4\t5\t\\N\tUTC\t\\N',
    '5\t\\N\t\\N\t\\N\t\\N',
  ])
  expect(conversions).toEqual({
    'company_id: no such key in analytics.surveys': 1,
    'zone: no such key in analytics.companies': 1,
    'zone: no such key in analytics.surveys': 1,
    'segment: no such key in analytics.bands': 1,
    'segment: no such key in analytics.companies': 1,
    'segment: no such key in analytics.surveys': 1,
  })
})

test('a row is refused where the policy keeps it aside, and where NULL comes into a column that holds none', () => {
  const table = defineTable({
    ...one,
    columns: {
      ...columns,
      size: col.intUnsigned({ doc, nullable: true }),
      company_id: col.intUnsigned({
        doc,
        nullable: true,
        from: lookup(surveys, { by: 'survey_id', take: 'company_id', missing: 'null' }),
      }),
      segment: col.text({
        doc,
        from: lookup(bands, {
          by: keyFrom('size', { reads: intUnsigned, using: sizeOf }),
          take: 'segment',
          missing: 'quarantine',
        }),
      }),
    },
  })
  const { lines, refusals, conversions } = encode(table, [
    { id: '1', survey_id: '1', size: '5' },
    { id: '2', survey_id: '9', size: '50' },
    { id: '3', survey_id: '9', size: null },
    { id: '4', survey_id: '9', size: '500' },
  ])
  expect(lines).toEqual(['1\t1\t5\t7\tS'])
  expect(refusals).toEqual([
    { column: 'segment', reason: 'no such key in analytics.bands: the value of "size" leads to none' },
    { column: 'segment', reason: 'the lookup gave NULL in a column that is not nullable' },
    { column: 'segment', reason: 'the transform sizeOf failed with RangeError' },
  ])
  // A refused row counts no conversion.
  expect(conversions).toEqual({})
})

test('fails when looked-up rows are not handed over', () => {
  const zone = lookup(companies, { by: 'survey_id', take: 'zone', missing: 'null' })
  const table = defineTable({ ...one, columns: { ...columns, zone: col.text({ doc, nullable: true, from: zone }) } })
  expect(() => encode(table, [], new Map())).toThrow('of which "zone" is looked up, were not handed over')
})
