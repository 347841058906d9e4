import { expect, test } from 'vitest'
import { col } from './col.ts'
import { defineTable } from '../table/define-table.ts'
import { columnsNotCopied, compareWithCatalog } from '../table/drift.ts'
import { CatalogError } from '../errors.ts'
import type { SourceColumn } from './kind.ts'
import { intUnsigned } from '../kinds/int-unsigned.ts'
import { text } from '../kinds/text.ts'
import { timestamp } from '../kinds/timestamp.ts'
import { keyFrom, lookup, via } from './lookup.ts'
import { renderComments } from '../render/render-ddl.ts'
import { renderDocs } from '../render/render-docs.ts'
import { renderSelect, selectPlan } from '../render/render-select.ts'
import { renderTypes } from '../render/render-types.ts'
import { schemaHash } from '../table/schema-hash.ts'
import { DEFAULT_REREAD_ROWS } from '../table/table.ts'
import type { RowTransform } from './transform.ts'

const between: RowTransform<{ readonly sent_at: string | null; readonly opened_at: string | null }, string | null> = {
  name: 'between',
  doc: 'Time.',
  masks: false,
  inputs: { sent_at: true, opened_at: true },
  apply: ({ sent_at, opened_at }) => (sent_at === null || opened_at === null ? null : '1'),
}
const sizeOf = { name: 'sizeOf', doc: 'Size.', masks: false, apply: (value: number) => (value > 9 ? 'big' : 'small') }

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
    owner_name: col.text({ doc: 'A person.', pii: true }),
    employees: col.int({ doc: 'People.' }),
    segment: col.text({
      doc: 'Segment.',
      from: lookup(bands, {
        by: keyFrom('size', { reads: intUnsigned, using: sizeOf }),
        take: 'segment',
        missing: { value: 'none' },
      }),
    }),
  },
  primaryKey: ['id'],
})
const surveys = defineTable({
  ...rest,
  source: 'surveys',
  target: 'analytics.surveys',
  columns: { id: col.intUnsigned({ doc: 'Key.' }), company_id: col.intUnsigned({ doc: 'Whose.' }) },
  primaryKey: ['id'],
})
const industry = lookup(companies, {
  by: via(surveys, { by: 'survey_id', take: 'company_id' }),
  take: 'industry',
  missing: 'null',
})
const definition = {
  ...rest,
  source: 'sends',
  target: 'analytics.sends',
  columns: {
    id: col.bigint({ doc: 'Key.' }),
    seconds: col.bigint({
      doc: 'Time.',
      nullable: true,
      inputs: { sent_at: timestamp, opened_at: timestamp },
      using: between,
    }),
    survey_id: col.intUnsigned({ doc: 'Survey.' }),
    industry: col.text({ doc: 'Industry.', nullable: true, from: industry }),
    opened_at: col.timestamp({ doc: 'Opened.', nullable: true }),
  },
  primaryKey: ['id'],
} as const
const sends = defineTable(definition)

test('inputs are selected behind the columns, and only when nothing there serves', () => {
  expect(renderSelect(sends)).toBe('SELECT\n  `id`,\n  `survey_id`,\n  `opened_at`,\n  `sent_at`\nFROM `sends`;\n')
  const { names, places } = selectPlan(sends)
  expect(names).toEqual(['id', 'survey_id', 'opened_at', 'sent_at'])
  expect(places).toEqual({ id: [0], survey_id: [1], opened_at: [2], seconds: [3, 2], industry: [1] })
})

test('a table that looks something up says what becomes of older rows; another one has no such field', () => {
  expect(sends.lookups).toEqual({ onChange: 'reread', atMostRows: DEFAULT_REREAD_ROWS })
  expect(defineTable({ ...definition, lookups: { onChange: 'keep' } }).lookups).toEqual({ onChange: 'keep' })
  expect('lookups' in surveys).toBe(false)
})

test('docs and comments say where a value comes from, and types of the source leave it out', () => {
  const docs = renderDocs(sends)
  expect(docs).toContain('| Time. | from `sent_at`, `opened_at`, through `between` |')
  expect(docs).toContain(
    '| from `industry` of [analytics.companies](analytics.companies.md) of the `company_id` of ' +
      '[analytics.surveys](analytics.surveys.md) by `survey_id` (NULL when missing) |',
  )
  expect(docs).toContain('all rows are read again, as long as they are at most about 1,000,000 rows')
  expect(renderDocs(companies)).toContain('by `sizeOf` of `size` ("none" when missing)')
  expect(renderComments(sends).join('\n')).toContain(
    `"industry" IS 'Industry. [from analytics.companies.industry by (analytics.surveys.company_id by survey_id)]'`,
  )
  const [source = '', target = ''] = renderTypes([sends]).split('CatalogTarget')
  expect(source).not.toMatch(/seconds|industry/)
  expect(target).toMatch(/readonly seconds: string \| null\n.*\n.*readonly industry: string \| null/)
})

test('the schema hash changes with inputs and lookups, and is what it was for tables without', () => {
  const hash = schemaHash(sends)
  const changed = (columns: object) =>
    schemaHash(defineTable({ ...definition, columns: { ...definition.columns, ...columns } }))
  const other = lookup(companies, { by: 'survey_id', take: 'industry', missing: 'null' })
  const policy = lookup(companies, {
    by: via(surveys, { by: 'survey_id', take: 'company_id' }),
    take: 'industry',
    missing: { value: 'none' },
  })
  const hashes = [
    changed({ industry: col.text({ doc: 'Industry.', nullable: true, from: other }) }),
    changed({ industry: col.text({ doc: 'Industry.', nullable: true, from: policy }) }),
    changed({ seconds: col.bigint({ doc: 'Time.', nullable: true }) }),
  ]
  expect(new Set([hash, ...hashes]).size).toBe(4)
  expect(changed({ industry: col.text({ doc: 'Other words.', nullable: true, from: industry }) })).toBe(hash)
  expect(schemaHash(surveys)).toBe('9c5e3858bd13326e948197592388255a94655ec70b6bc43a2d65ca01669e954b')
})

const column = (name: string, dataType: string, nullable = false, columnType = dataType): SourceColumn => {
  return { name, dataType, columnType, nullable, size: null, scale: null }
}

test('drift is found in columns that are only read as inputs', () => {
  const found = [
    column('id', 'bigint'),
    column('survey_id', 'int', false, 'int unsigned'),
    column('opened_at', 'datetime', true),
    column('sent_at', 'datetime', true),
    column('note', 'text'),
  ]
  expect(compareWithCatalog(sends, found)).toEqual([])
  expect(columnsNotCopied(sends, found)).toEqual(['MySQL column "note" (text) is not in tables/sends.ts'])
  const changed = found.filter(({ name }) => name !== 'sent_at').map((one) => ({ ...one, dataType: 'varchar' }))
  expect(compareWithCatalog(sends, changed).filter((problem) => problem.includes('input'))).toEqual([
    'column "seconds", input "sent_at": MySQL table "sends" has no column "sent_at"; correct the input in tables/sends.ts',
    expect.stringMatching(
      /^column "seconds", input "opened_at": is datetime in MySQL, which col.timestamp does not carry/,
    ),
    expect.stringMatching(/^column "industry", input "industry" \(MySQL "survey_id"\): is int unsigned in MySQL/),
  ])
  const strict = defineTable({
    ...definition,
    columns: {
      ...definition.columns,
      company: col.intUnsigned({
        doc: 'Whose.',
        from: lookup(surveys, { by: 'survey_id', take: 'company_id', missing: 'quarantine' }),
      }),
    },
  })
  const nullable = found.map((one) => (one.name === 'survey_id' ? { ...one, nullable: true } : one))
  expect(compareWithCatalog(strict, nullable)).toContain(
    'column "company", input "company" (MySQL "survey_id"): the key may be NULL in MySQL, and the value is NULL then; ' +
      'add nullable: true to it in tables/sends.ts',
  )
})

test('everything that is wrong with computed columns is reported at once, each with its fix', () => {
  const doc = 'x'
  const nullable = true
  const two = defineTable({
    ...rest,
    source: 'stages',
    target: 'analytics.stages',
    columns: { company: col.intUnsigned({ doc }), code: col.text({ doc }), label: col.text({ doc }) },
    primaryKey: ['company', 'code'],
  })
  const take = 'industry'
  const missing = 'null'
  // As a catalog that no compiler has seen may have it.
  const columns: object = {
    ...definition.columns,
    a: col.text({ doc, nullable, from: lookup(two, { by: 'survey_id' as never, take: 'label', missing }) }),
    b: col.text({ doc, nullable, from: lookup(companies, { by: 'nobody', take, missing }) }),
    c: col.text({ doc, nullable, from: lookup(companies, { by: 'id', take, missing }) }),
    d: col.text({ doc, nullable, from: lookup(companies, { by: 'survey_id', take: 'owner_name', missing }) }),
    e: col.text({ doc, nullable, from: lookup(companies, { by: 'survey_id', take: 'segment', missing }) }),
    f: col.text({ doc, nullable, from: lookup(companies, { by: 'survey_id', take: 'gone' as never, missing }) }),
    g: col.bigint({ doc, nullable, from: lookup(companies, { by: 'survey_id', take: 'employees', missing }) as never }),
    h: col.text({ doc, from: lookup(companies, { by: 'survey_id', take, missing }) as never }),
    i: col.text({ doc, nullable, from: lookup(companies, { by: 'survey_id', take, missing: 'skip' as never }) }),
    j: col.int({
      doc,
      from: lookup(companies, { by: 'survey_id', take: 'employees', missing: { value: 1.5 } }),
    }),
    k: col.text({ doc, nullable, inputs: { sent_at: timestamp } as never }),
    l: col.bigint({ doc, nullable, inputs: { sent_at: timestamp } as never, using: between as never }),
    m: col.bigint({
      doc,
      nullable,
      inputs: { ...definition.columns.seconds.inputs, x: text } as never,
      using: between as never,
    }),
    n: col.text({ doc, nullable, using: between as never }),
    o: col.text({ doc, nullable, inputs: { sent_at: 'timestamp' } as never, using: between as never }),
    p: col.bigint({ doc, nullable, from: 'q', inputs: { sent_at: timestamp, opened_at: timestamp }, using: between }),
    q: col.text({ doc, nullable, from: industry, using: sizeOf as never }),
    r: col.text({ doc, nullable, inputs: {} as never, using: between as never }),
    t: col.text({ doc, nullable, from: lookup(companies, { take, missing } as never) as never }),
    u: col.text({
      doc,
      nullable,
      from: lookup(companies, { by: via(surveys, { by: 'survey_id', take: 'x' as never }), take, missing }),
    }),
    v: col.text({
      doc,
      nullable,
      from: lookup(bands, { by: keyFrom('size', {} as never) as never, take: 'segment', missing }),
    }),
    w: col.text({
      doc,
      nullable,
      from: lookup(bands, {
        by: keyFrom('size', { reads: intUnsigned, using: { ...sizeOf, masks: true } }),
        take: 'segment',
        missing,
      }),
    }),
    s: col.text({ doc, nullable, inputs: { sent_at: timestamp } as never, using: sizeOf as never }),
  }
  const define = () =>
    defineTable({ ...definition, columns: columns as never, split: { by: 'industry' }, lookups: {} as never })
  const problemsOf = () => {
    try {
      return define()
    } catch (error) {
      return error instanceof CatalogError ? error.problems : []
    }
  }
  expect(problemsOf()).toEqual(
    [
      'columns.a.from: the key of analytics.stages is company, code; look up a table with one key column; join others in a model',
      'columns.b.from.by: no column of this table reads "nobody" in MySQL; copy that column, or use keyFrom',
      'columns.c.from.by: looks up the key of analytics.companies, which is intUnsigned, by bigint; take the column that holds its key',
      'columns.d.from.take: analytics.companies.owner_name holds personal data, which does not leave its table; take another column',
      'columns.e.from.take: analytics.companies.segment is looked up itself; look it up where it comes from, with via',
      'columns.f.from.take: there is no analytics.companies.gone; choose one of: id, industry, owner_name, employees, segment',
      'columns.g.from: analytics.companies.employees is integer; build the column with col.int',
      'columns.h.nullable: analytics.companies.industry may be NULL; write nullable: true',
      'columns.h.nullable: a missing key becomes NULL; write nullable: true',
      'columns.i.from.missing: says nothing of rows whose key is not there; write "null", "quarantine" or { value: … }',
      'columns.j.from.missing.value: is no whole number; give a value of col.int',
      'columns.k.using: nothing makes a value of the inputs; name a row transform, e.g. secondsBetween, in "using"',
      'columns.l.inputs: lacks "opened_at", which between takes; add it',
      'columns.m.inputs.x: between does not take it; remove it; it takes sent_at, opened_at',
      'columns.n.inputs: is missing; name what between takes: sent_at, opened_at',
      'columns.o.inputs.sent_at: is neither a kind nor a lookup; import a kind from @hourglass/catalog-kit/kinds',
      'columns.o.inputs: lacks "opened_at", which between takes; add it',
      'columns.p.from: does nothing beside "inputs"; remove one of them',
      'columns.q.using: does nothing beside a lookup in "from"; put the lookup under "inputs", and a row transform into "using"',
      'columns.r.inputs: has no inputs; write { sent_at: timestamp, … }, or leave it out',
      'columns.r.inputs: lacks "sent_at", which between takes; add it',
      'columns.r.inputs: lacks "opened_at", which between takes; add it',
      'columns.t.from.by: is neither a column nor a way to a key; name a MySQL column of this table, or use via or keyFrom',
      'columns.u.from.by.take: there is no analytics.surveys.x; choose one of: id, company_id',
      'columns.v.from.by.reads: is not a kind; import one from @hourglass/catalog-kit/kinds',
      'columns.v.from.by.using: is not a transform; import one from @hourglass/transform',
      'columns.w.from.by.using: is a mask, and no table has masked keys; join by the masked column in a model',
      'columns.s.using: sizeOf takes one value, not inputs; name a row transform, e.g. secondsBetween, in "using"',
      'split.by: "industry" may be NULL; choose a column that never is',
      'split.by: "industry" comes from another table; choose a column that MySQL has',
      'lookups.onChange: is "undefined"; write { onChange: "reread", atMostRows: 1_000_000 } or { onChange: "keep" }',
    ].map((line) => {
      const [field, found, fix] = /^(.*?): (.*?); (.*)$/.exec(line)?.slice(1) ?? []
      return { table: 'analytics.sends', field, found, fix }
    }),
  )
})
