import type { Selectable } from 'kysely'
import { col } from './col.ts'
import type { SourceDatabase, TargetDatabase } from '../table/database-types.ts'
import { defineTable } from '../table/define-table.ts'
import { intUnsigned } from '../kinds/int-unsigned.ts'
import { text } from '../kinds/text.ts'
import { timestamp } from '../kinds/timestamp.ts'
import { tinyintUnsigned } from '../kinds/tinyint-unsigned.ts'
import { keyFrom, lookup, via } from './lookup.ts'
import type { Table } from '../table/table.ts'
import type { RowTransform, Transform } from './transform.ts'
import type { Equal } from '../table/type-equality.ts'

/* What the compiler accepts and refuses of computed columns: inputs and lookups. */

declare const between: RowTransform<
  { readonly sent_at: string | null; readonly opened_at: string | null },
  string | null
>
declare const always: RowTransform<{ readonly sent_at: string | null }, string>
declare const monthIn: RowTransform<{ readonly sent_at: string | null; readonly zone: string | null }, string | null>
declare const band: Transform<number, string>
declare const bandOrNull: Transform<number, string | null>
declare const upper: Transform<string, string>

const rest = { doc: 'One row each.', owner: 'tests', load: { mode: 'replace' } } as const

const bands = defineTable({
  ...rest,
  source: 'bands',
  target: 'analytics.bands',
  columns: { code: col.text({ doc: 'Key.' }), segment: col.text({ doc: 'Segment.' }) },
  primaryKey: ['code'],
})

const companies = defineTable({
  ...rest,
  source: 'companies',
  target: 'analytics.companies',
  columns: {
    id: col.intUnsigned({ doc: 'Key.' }),
    industry: col.text({ doc: 'What it does.', nullable: true }),
    plan: col.enum({ doc: 'Plan.', values: ['trial', 'team'] }),
    zone: col.text({ doc: 'Zone.' }),
    band: col.text({ doc: 'Size.', from: 'employees', reads: intUnsigned, using: band }),
    segment: col.text({
      doc: 'Segment.',
      from: lookup(bands, {
        by: keyFrom('employees', { reads: intUnsigned, using: band }),
        take: 'segment',
        missing: 'quarantine',
      }),
    }),
  },
  primaryKey: ['id'],
})

const surveys = defineTable({
  ...rest,
  source: 'surveys',
  target: 'analytics.surveys',
  columns: {
    id: col.intUnsigned({ doc: 'Key.' }),
    title: col.text({ doc: 'Title.' }),
    company_id: col.intUnsigned({ doc: 'Whose.' }),
    parent_id: col.intUnsigned({ doc: 'Above.', nullable: true }),
  },
  primaryKey: ['id'],
})

const columns = {
  id: col.bigint({ doc: 'Key.' }),
  survey_id: col.intUnsigned({ doc: 'Survey.' }),
  token: col.text({ doc: 'Secret.', from: 'secret' }),
}

const byCompany = via(surveys, { by: 'survey_id', take: 'company_id' })

const sends = defineTable({
  ...rest,
  source: 'sends',
  target: 'analytics.sends',
  columns: {
    id: col.bigint({ doc: 'Key.' }),
    survey_id: col.intUnsigned({ doc: 'Survey.' }),
    title: col.text({
      doc: 'Title.',
      from: lookup(surveys, { by: 'survey_id', take: 'title', missing: 'quarantine' }),
    }),
    company_id: col.intUnsigned({
      doc: 'Company.',
      nullable: true,
      from: lookup(surveys, { by: 'survey_id', take: 'company_id', missing: 'null' }),
    }),
    plan: col.text({
      doc: 'An enum is text.',
      from: lookup(companies, { by: byCompany, take: 'plan', missing: { value: 'trial' } }),
    }),
    segment: col.text({
      doc: 'Over three tables.',
      from: lookup(bands, {
        by: via(companies, { by: byCompany, take: 'band' }),
        take: 'segment',
        missing: 'quarantine',
      }),
    }),
    seconds_to_open: col.bigint({
      doc: 'Time.',
      nullable: true,
      inputs: { sent_at: timestamp, opened_at: timestamp },
      using: between,
    }),
    sent_month: col.text({
      doc: 'Month.',
      nullable: true,
      inputs: {
        sent_at: timestamp,
        zone: lookup(companies, { by: byCompany, take: 'zone', missing: { value: 'UTC' } }),
      },
      using: monthIn,
    }),
  },
  primaryKey: ['id'],
})

export const isTable: Equal<typeof sends extends Table ? true : false, true> = true

/** Computed columns have no MySQL column; what they read is not copied by them. */
export const sourceRow: Equal<
  Selectable<SourceDatabase<typeof sends>['sends']>,
  { id: string; survey_id: number }
> = true

export const targetRow: Equal<
  TargetDatabase<typeof sends>['analytics.sends'],
  {
    readonly id: string
    readonly survey_id: string
    readonly title: string
    readonly company_id: string | null
    readonly plan: string
    readonly segment: string
    readonly seconds_to_open: string | null
    readonly sent_month: string | null
  }
> = true

const one = { ...rest, source: 'a', target: 'b.a', primaryKey: ['id'] } as const
const doc = 'Refused.'
const nullable = true
const both = { sent_at: timestamp, opened_at: timestamp }

const misspelt = { sent_at: timestamp, openedat: timestamp }
const more = { ...both, id: intUnsigned }
const mixed = { sent_at: timestamp, opened_at: tinyintUnsigned }
const idAsZone = lookup(companies, { by: 'survey_id', take: 'id', missing: 'null' })

const planOrNull = lookup(companies, { by: 'survey_id', take: 'plan', missing: 'null' })
const industry = lookup(companies, { by: 'survey_id', take: 'industry', missing: 'quarantine' })
const byParent = via(surveys, { by: 'survey_id', take: 'parent_id' })
const overParent = lookup(companies, { by: byParent, take: 'plan', missing: 'quarantine' })
const byBandOrNull = keyFrom('n', { reads: intUnsigned, using: bandOrNull })
const overBand = lookup(bands, { by: byBandOrNull, take: 'segment', missing: 'quarantine' })
const byTitle = via(surveys, { by: 'survey_id', take: 'title' })
const byBand = keyFrom('size', { reads: intUnsigned, using: band })

const fromNobody = lookup(companies, { by: 'company', take: 'plan', missing: 'null' })
const fromTarget = lookup(bands, { by: 'token', take: 'segment', missing: 'null' })
const fromText = lookup(companies, { by: 'secret', take: 'plan', missing: 'null' })
const pathFromNobody = lookup(companies, {
  by: via(surveys, { by: 'sid', take: 'company_id' }),
  take: 'plan',
  missing: 'null',
})
const zoneOfNobody = lookup(companies, { by: 'nobody', take: 'zone', missing: 'null' })

export const refused = [
  // @ts-expect-error an input that the transform does not know
  col.bigint({ doc, nullable, inputs: more, using: between }),
  // @ts-expect-error an input that the transform needs is missing
  col.bigint({ doc, nullable, inputs: { sent_at: timestamp }, using: between }),
  // @ts-expect-error a misspelt input
  col.bigint({ doc, nullable, inputs: misspelt, using: between }),
  // @ts-expect-error an input of other values than the transform takes
  col.bigint({ doc, nullable, inputs: mixed, using: between }),
  // @ts-expect-error a looked-up input of other values than the transform takes
  col.text({ doc, nullable, inputs: { sent_at: timestamp, zone: idAsZone }, using: monthIn }),
  // @ts-expect-error a transform that may give NULL in a column that holds none
  col.bigint({ doc, inputs: both, using: between }),
  // @ts-expect-error a result of another type than the kind's
  col.int({ doc, inputs: { sent_at: timestamp }, using: always }),
  // @ts-expect-error a transform of one value for inputs
  col.text({ doc, inputs: { sent_at: timestamp }, using: upper }),
  // @ts-expect-error a row transform without inputs
  col.text({ doc, using: always }),
  // @ts-expect-error an input that is no kind
  col.text({ doc, inputs: { sent_at: 'timestamp' }, using: always }),
  // @ts-expect-error no policy for a missing key
  lookup(companies, { by: 'company_id', take: 'plan' }),
  // @ts-expect-error a policy that is none
  lookup(companies, { by: 'company_id', take: 'plan', missing: 'skip' }),
  // @ts-expect-error a column that the looked-up table does not have
  lookup(companies, { by: 'company_id', take: 'sector', missing: 'null' }),
  // @ts-expect-error a value of another type than the taken column's
  lookup(companies, { by: 'company_id', take: 'plan', missing: { value: 7 } }),
  // @ts-expect-error no key
  lookup(companies, { take: 'plan', missing: 'null' }),
  // @ts-expect-error a path to a key of another type
  lookup(companies, { by: byTitle, take: 'plan', missing: 'null' }),
  // @ts-expect-error a made key of another type
  lookup(companies, { by: byBand, take: 'plan', missing: 'null' }),
  // @ts-expect-error a key made of other values than its transform takes
  keyFrom('size', { reads: text, using: band }),
  // @ts-expect-error missing keys give NULL in a column that holds none
  col.text({ doc, from: planOrNull }),
  // @ts-expect-error the taken column holds NULL and this one does not
  col.text({ doc, from: industry }),
  // @ts-expect-error a column on the way holds NULL and this one does not
  col.text({ doc, from: overParent }),
  // @ts-expect-error a made key may be NULL and the column may not
  col.text({ doc, from: overBand }),
  // @ts-expect-error a taken value of another type than the kind's
  col.int({ doc, nullable, from: planOrNull }),
  // @ts-expect-error a key that is no column of this table
  defineTable({ ...one, columns: { ...columns, x: col.text({ doc, nullable, from: fromNobody }) } }),
  // @ts-expect-error the Postgres name of the key's column instead of the MySQL one
  defineTable({ ...one, columns: { ...columns, x: col.text({ doc, nullable, from: fromTarget }) } }),
  // @ts-expect-error a key column of other values than the looked-up key
  defineTable({ ...one, columns: { ...columns, x: col.text({ doc, nullable, from: fromText }) } }),
  // @ts-expect-error a path that starts at no column of this table
  defineTable({ ...one, columns: { ...columns, x: col.text({ doc, nullable, from: pathFromNobody }) } }),
  defineTable({
    ...one,
    columns: {
      ...columns,
      // @ts-expect-error an input whose lookup starts at no column of this table
      x: col.text({ doc, nullable, inputs: { sent_at: timestamp, zone: zoneOfNobody }, using: monthIn }),
    },
  }),
  // @ts-expect-error an unknown policy for a lookup that changes
  defineTable({ ...one, columns, lookups: { onChange: 'ignore' } }),
  // @ts-expect-error rows to keep
  defineTable({ ...one, columns, lookups: { onChange: 'keep', atMostRows: 5 } }),
]
