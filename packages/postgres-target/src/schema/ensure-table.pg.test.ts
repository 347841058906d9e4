import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { InvalidInputError, TargetTableChangedError } from '@hourglass/contracts/errors'
import { expect, test } from 'vitest'
import { answers } from '../../test/answers.ts'
import { testTarget } from '../../test/target.ts'

const doc = 'A column.'

test('creates schema, table, key and comments, and finds nothing to say about its own table', async () => {
  await using t = await testTarget()
  await t.target.ensureTable(answers)
  await t.target.ensureTable(answers)
  expect(
    await t.db.query(
      `select a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull,
        col_description(a.attrelid, a.attnum) as doc
      from pg_attribute a where a.attrelid = 'analytics.answers'::regclass and a.attnum > 0 order by a.attnum`,
    ),
  ).toEqual([
    { attname: 'id', type: 'bigint', attnotnull: true, doc: 'Assigned by MySQL.' },
    {
      attname: 'updated_at',
      type: 'timestamp(6) without time zone',
      attnotnull: true,
      doc: 'When the row changed, UTC.',
    },
    { attname: 'score', type: 'numeric(4,2)', attnotnull: false, doc: 'One to ten.' },
    { attname: 'body', type: 'jsonb', attnotnull: false, doc: 'What was answered.' },
    { attname: 'note', type: 'text', attnotnull: false, doc: "The candidate's own words." },
  ])
})

test('every kind of column equals itself after a round trip through Postgres', async () => {
  await using t = await testTarget()
  const all = defineTable({
    source: 'all_kinds',
    target: 'analytics.all_kinds',
    doc: 'One column of each kind.',
    owner: 'insights',
    columns: {
      id: col.bigintUnsigned({ doc }),
      a: col.tinyint({ doc }),
      b: col.intUnsigned({ doc }),
      c: col.bool({ doc }),
      d: col.decimal({ doc, precision: 65, scale: 30 }),
      e: col.float({ doc }),
      f: col.double({ doc }),
      g: col.binary({ doc }),
      h: col.date({ doc }),
      i: col.timestamptz({ doc }),
      j: col.time({ doc }),
      k: col.year({ doc }),
      l: col.enum({ doc, values: ['x', 'y'] }),
      m: col.set({ doc }),
      n: col.json({ doc }),
      o: col.bit({ doc, n: 64 }),
    },
    primaryKey: ['id'],
    load: { mode: 'replace' },
  })
  await t.target.ensureTable(all)
  await expect(t.target.ensureTable(all)).resolves.toBeUndefined()
  await t.target.prepareStaging(all, 'all_kinds_1')
  await expect(t.target.prepareStaging(all, 'all_kinds_1')).resolves.toBeUndefined()
})

test('two callers at once both succeed', async () => {
  await using t = await testTarget({ lockSeconds: 20 })
  await Promise.all([t.target, t.another(), t.another()].map((target) => target.ensureTable(answers)))
  expect(await t.db.query(`select to_regclass('analytics.answers')::text as name`)).toEqual([
    { name: 'analytics.answers' },
  ])
})

const ALTER = 'alter table analytics.answers'

test.for([
  [
    'a narrower number [case 56]',
    `${ALTER} alter column score type numeric(4,1)`,
    /"score" is numeric\(4,1\), the catalog says numeric\(4,2\): alter table .* type numeric\(4,2\)/,
  ],
  ['another type', `${ALTER} alter column note type varchar(5)`, /"note" is character varying\(5\)/],
  ['a missing column', `${ALTER} drop column note`, /"note" is missing: alter table .* add column "note" text/],
  ['null refused', `${ALTER} alter column note set not null`, /"note" refuses null/],
  ['null allowed', `${ALTER} alter column updated_at drop not null`, /"updated_at" allows null/],
  ['no key', `${ALTER} drop constraint answers_pkey`, /no primary key .* add PRIMARY KEY \("id"\)/],
  ['another key', `${ALTER} drop constraint answers_pkey, add primary key (id, updated_at)`, /exactly \(id\)/],
  [
    'only a partial unique index',
    `${ALTER} drop constraint answers_pkey; create unique index on analytics.answers (id) where id > 5`,
    /no primary key/,
  ],
  ['a deferrable key', `${ALTER} drop constraint answers_pkey, add primary key (id) deferrable`, /no primary key/],
  ['an extra column that must be filled', `${ALTER} add column team text not null`, /"team" is not in the catalog/],
  [
    'a generated column',
    `${ALTER} drop column note, add column note text generated always as ('x') stored`,
    /"note" is generated/,
  ],
  ['a collation of its own', `${ALTER} alter column note type text collate "C"`, /"note" has a collation/],
  ['a view', `${ALTER} rename to old; create view analytics.answers as select * from analytics.old`, /not a table/],
] as const)('fails when Postgres has %s', async ([, change, message]) => {
  await using t = await testTarget()
  await t.target.ensureTable(answers)
  await t.db.query(change)
  const error = await t.target.ensureTable(answers).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TargetTableChangedError)
  expect(String(error)).toMatch(message)
})

test('lists every difference at once', async () => {
  await using t = await testTarget()
  await t.target.ensureTable(answers)
  await t.db.query(`${ALTER} drop column note, alter column score type numeric(5,2), drop constraint answers_pkey`)
  await expect(t.target.ensureTable(answers)).rejects.toMatchObject({ fields: { differences: 3 } })
})

test.for([
  ['a nullable column of the team', `${ALTER} add column flagged boolean`],
  ['a column of the team with a default', `${ALTER} add column flagged boolean not null default false`],
  [
    'a unique index in place of the key',
    `${ALTER} drop constraint answers_pkey; create unique index on analytics.answers (id) include (note)`,
  ],
] as const)('accepts %s', async ([, change]) => {
  await using t = await testTarget()
  await t.target.ensureTable(answers)
  await t.db.query(change)
  await expect(t.target.ensureTable(answers)).resolves.toBeUndefined()
})

test('refuses names that Postgres would cut [case 89]', async () => {
  await using t = await testTarget()
  const long = { ...answers, target: `analytics.${'ä'.repeat(32)}` }
  await expect(t.target.ensureTable(long)).rejects.toThrow(InvalidInputError)
})
