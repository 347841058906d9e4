import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { intUnsigned } from '@hourglass/catalog-kit/kinds/int-unsigned'
import { keyFrom, lookup, via } from '@hourglass/catalog-kit/lookup'
import { lookupTable, takenColumns } from '@hourglass/catalog-kit/lookup-rows'
import { lookupText, MOST_LOOKUP_ROWS, parseLookup } from '@hourglass/contracts/lookups'
import { mysqlDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { sequence } from '@hourglass/testing/sequence'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsOf, readWhole, sourceFor } from '../test/helpers.ts'

/* Lookups against the same rule as a JOIN in MySQL. */

const doc = 'Test.'
const LIMITS = [
  [10, 'micro'],
  [50, 'small'],
  [250, 'medium'],
] as const
const sizeBand = {
  name: 'sizeBand',
  doc,
  masks: false,
  apply: (value: number): string => LIMITS.find(([end]) => value < end)?.[1] ?? 'large',
}
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
  columns: {
    id: col.intUnsigned({ doc }),
    name: col.text({ doc }),
    industry: col.text({ doc, from: 'industry_code', nullable: true }),
    band: col.text({ doc, from: 'employees', reads: intUnsigned, using: sizeBand, nullable: true }),
    secret: col.binary({ doc, nullable: true }),
  },
  primaryKey: ['id'],
})
const surveys = defineTable({
  ...rest,
  source: 'surveys',
  target: 'analytics.surveys',
  columns: { id: col.intUnsigned({ doc }), company_id: col.intUnsigned({ doc, nullable: true }) },
  primaryKey: ['id'],
})
const byCompany = via(surveys, { by: 'survey_id', take: 'company_id' })
const responses = defineTable({
  ...rest,
  source: 'responses',
  target: 'analytics.responses',
  columns: {
    id: col.intUnsigned({ doc }),
    survey_id: col.intUnsigned({ doc, nullable: true }),
    company_id: col.intUnsigned({
      doc,
      nullable: true,
      from: lookup(surveys, { by: 'survey_id', take: 'company_id', missing: 'null' }),
    }),
    industry: col.text({
      doc,
      nullable: true,
      from: lookup(companies, { by: byCompany, take: 'industry', missing: { value: 'unknown' } }),
    }),
    segment: col.text({
      doc,
      nullable: true,
      from: lookup(bands, { by: via(companies, { by: byCompany, take: 'band' }), take: 'segment', missing: 'null' }),
    }),
    own_segment: col.text({
      doc,
      nullable: true,
      from: lookup(bands, {
        by: keyFrom('size', { reads: intUnsigned, using: sizeBand }),
        take: 'segment',
        missing: 'null',
      }),
    }),
  },
  primaryKey: ['id'],
})
const catalog = [responses]

let database: TestDatabase
beforeAll(async () => {
  database = await mysqlDatabase()
  await database.query('set names utf8mb4')
  for (const statement of [
    'create table bands (code varchar(20) primary key, segment varchar(20) not null) default charset utf8mb4',
    `create table companies (id int unsigned zerofill primary key, name varchar(40) not null, industry_code varchar(20),
     employees int unsigned, secret varbinary(8)) default charset utf8mb4`,
    'create table surveys (id int unsigned primary key, company_id int unsigned)',
    'create table responses (id int unsigned primary key, survey_id int unsigned, size int unsigned)',
    "insert into bands values ('micro', 'local'), ('small', 'local'), ('large', 'global')",
    `insert into companies select seq, concat('c', seq), if(seq % 5 = 0, null, concat('i', seq % 7)),
     if(seq % 4 = 0, null, seq * 3), unhex('00ff') from ${sequence(300)}`,
    `insert into surveys select seq, if(seq % 9 = 0, null, seq % 320) from ${sequence(900)}`,
    `insert into responses select seq, if(seq % 11 = 0, null, seq % 1000), if(seq % 3 = 0, null, seq) from ${sequence(5000)}`,
  ]) {
    await database.query(statement)
  }
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
})

async function readLookups(url: string) {
  const source = sourceFor(url)
  const tables = [...takenColumns(responses).keys()].map((table) => lookupTable(catalog, table))
  const read = await Promise.all(tables.map(async (table) => [table.target, await source.readLookup(table)] as const))
  return new Map(read)
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the table was not read')
  return value
}

/** The bands as SQL has them. */
const BAND = (size: string) =>
  `case when ${size} < 10 then 'micro' when ${size} < 50 then 'small' when ${size} < 250 then 'medium'
   when ${size} is not null then 'large' end`

test('every looked-up value is what a JOIN gives', async () => {
  const lookups = await readLookups(database.url)
  const { lines, quarantined, totals } = await readWhole(
    sourceFor(database.url),
    responses,
    undefined,
    undefined,
    lookups,
  )
  const expected = await database.query<Record<string, string | null>>(
    `select cast(r.id as char) as id, cast(r.survey_id as char) as survey_id, cast(s.company_id as char) as company_id,
       case when r.survey_id is null then null when s.id is null then 'unknown' when s.company_id is null then null
            when c.id is null then 'unknown' else c.industry_code end as industry,
       b.segment, o.segment as own_segment
     from responses r
     left join surveys s on s.id = r.survey_id
     left join companies c on c.id = s.company_id
     left join bands b on b.code = ${BAND('c.employees')}
     left join bands o on o.code = ${BAND('r.size')}
     order by r.id`,
  )
  expect(quarantined).toEqual([])
  const byId = (a: (string | null)[], b: (string | null)[]) => Number(a[0]) - Number(b[0])
  expect(lines.map(fieldsOf).sort(byId)).toEqual(expected.map((row) => Object.values(row)))
  const [missing] = await database.query<{ n: string }>(
    'select cast(count(*) as char) as n from responses r left join surveys s on s.id = r.survey_id where r.survey_id is not null and s.id is null',
  )
  expect(totals.conversions['company_id: no such key in analytics.surveys']).toBe(Number(missing?.n))
})

test('one snapshot serves a whole run: only taken columns, through JSON and back, in the order of keys', async () => {
  const lookups = await readLookups(database.url)
  const snapshot = given(lookups.get(companies.target))
  expect(snapshot.columns).toEqual(['id', 'industry', 'band'])
  expect(snapshot.rows.get('7')).toEqual([7, 'i0', 'small'])
  const again = given((await readLookups(database.url)).get(companies.target))
  expect(lookupText(again)).toBe(lookupText(snapshot))
  expect(parseLookup(lookupText(snapshot)).rows).toEqual(
    new Map([...snapshot.rows].sort(([a], [b]) => (a < b ? -1 : 1))),
  )
  const bytes = { columns: ['a'], leftOut: 0, rows: new Map([['k', [Buffer.from([0, 255])]]]) }
  expect(parseLookup(lookupText(bytes))).toEqual(bytes)
})

test('a row that cannot cross is left out and counted', async () => {
  await database.query('create table broken (id int unsigned primary key, flag tinyint(1) not null)')
  await database.query('insert into broken values (1, 1), (2, 7)')
  const broken = defineTable({
    ...rest,
    source: 'broken',
    target: 'analytics.broken',
    columns: { id: col.intUnsigned({ doc }), flag: col.bool({ doc }) },
    primaryKey: ['id'],
  })
  const read = await sourceFor(database.url).readLookup(broken)
  expect([read.leftOut, [...read.rows]]).toEqual([1, [['1', [1, true]]]])
})

test('fails when the table is larger than a lookup may be, and says what to do', async () => {
  await database.query('create table many (id int unsigned primary key)')
  await database.query(`insert into many select seq from ${sequence(MOST_LOOKUP_ROWS + 1)}`)
  await database.query('create table wide (id int unsigned primary key, note longtext not null)')
  await database.query(`insert into wide select seq, repeat('x', 1048576) from ${sequence(17)}`)
  const of = (source: string, columns: object) =>
    defineTable({
      ...rest,
      source,
      target: `analytics.${source}`,
      columns: { id: col.intUnsigned({ doc }), ...columns },
      primaryKey: ['id'],
    })
  const source = sourceFor(database.url)
  await expect(source.readLookup(of('many', {}))).rejects.toThrow(
    /^looked-up table "analytics.many" has more than 200,000 rows or 16 MB .* join it in a model instead$/,
  )
  await expect(source.readLookup(of('wide', { note: col.text({ doc }) }))).rejects.toMatchObject({
    name: 'LookupTooLargeError',
    retryable: false,
  })
})
