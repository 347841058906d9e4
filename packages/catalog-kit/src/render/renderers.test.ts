import { expect, test } from 'vitest'
import { col } from '../column/col.ts'
import { defineTable } from '../table/define-table.ts'
import { tinyintUnsigned } from '../kinds/tinyint-unsigned.ts'
import { renderComments, renderDdl } from './render-ddl.ts'
import { renderDocs } from './render-docs.ts'
import { renderEntities } from './render-entities.ts'
import { renderSelect } from './render-select.ts'
import { renderTypes } from './render-types.ts'
import { schemaHash } from '../table/schema-hash.ts'

const grade = { name: 'grade', doc: 'A grade.', masks: false, apply: (value: number) => (value > 5 ? 'good' : 'bad') }

const definition = {
  source: 'odd`name',
  target: 'sales.order_lines',
  doc: "One row per line; it's small.",
  owner: 'payments',
  columns: {
    id: col.bigintUnsigned({ doc: 'Key.' }),
    Line: col.int({ doc: 'Second key column.', from: 'line no' }),
    price: col.float({ doc: 'Pipe | and\nline break.', nullable: true }),
    grade: col.text({ doc: 'Derived.', from: 'rating', reads: tinyintUnsigned, using: grade }),
    rating: col.tinyintUnsigned({ doc: 'As given.' }),
    order_id: col.int({ doc: 'Parent.', references: 'sales.order_lines', pii: true }),
  },
  primaryKey: ['id', 'Line'],
  load: { mode: 'replace' },
} as const
const table = defineTable(definition)

test('DDL makes schema, table with its key, and comments', () => {
  expect(renderDdl(table)).toBe(`CREATE SCHEMA IF NOT EXISTS "sales";
CREATE TABLE IF NOT EXISTS "sales"."order_lines" (
  "id" numeric(20,0) NOT NULL,
  "Line" integer NOT NULL,
  "price" real,
  "grade" text NOT NULL,
  "rating" smallint NOT NULL,
  "order_id" integer NOT NULL,
  PRIMARY KEY ("id", "Line")
);
${renderComments(table).join('\n')}
`)
  expect(renderComments(table)[0]).toBe(`COMMENT ON TABLE "sales"."order_lines" IS 'One row per line; it''s small.';`)
})

test('the select list goes by position, with the MySQL names and casts', () => {
  expect(renderSelect(table)).toBe(`SELECT
  \`id\`,
  \`line no\`,
  \`price\` * 1,
  \`rating\`,
  \`rating\`,
  \`order_id\`
FROM \`odd\`\`name\`;
`)
})

test('types name each MySQL column once, by its MySQL name', () => {
  const types = renderTypes([table])
  expect(types).toContain("    readonly 'line no': Read<number>\n")
  expect(types.match(/readonly rating: Read<number>\n/g)).toHaveLength(1)
  expect(types).toContain('    readonly Line: number\n')
  expect(types).toContain('    readonly grade: string\n')
})

test('docs show meaning, origin and transforms of each column', () => {
  const docs = renderDocs(table)
  expect(docs).toContain('| `price` | `real` | `float` | yes | Pipe \\| and line break. |  |')
  expect(docs).toContain('| `grade` | `text` | `tinyintUnsigned` | no | Derived. | from `rating`, through `grade` |')
  expect(docs).toContain('key of [sales.order_lines](sales.order_lines.md), personal data |')
})

test('the entity diagram has keys, references and relations', () => {
  const diagram = renderEntities([table])
  expect(diagram).toContain('    numeric id PK\n    integer Line PK\n    integer order_id\n')
  expect(diagram).toContain('  order_lines ||--o{ order_lines : order_id\n')
})

test('the schema hash changes with everything that changes parts, and with nothing else', () => {
  const hash = schemaHash(table)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  const changed = (columns: typeof definition.columns) => schemaHash(defineTable({ ...definition, columns }))
  const { columns } = definition
  expect(schemaHash(defineTable({ ...definition, doc: 'Other words.', owner: 'others' }))).toBe(hash)
  expect(schemaHash(defineTable({ ...definition, primaryKey: ['Line', 'id'] }))).not.toBe(hash)
  const reordered = {
    Line: columns.Line,
    id: columns.id,
    price: columns.price,
    grade: columns.grade,
    rating: columns.rating,
    order_id: columns.order_id,
  }
  expect(changed(reordered)).not.toBe(hash)
  const wider = { ...columns, price: col.double({ doc: 'Wider.', nullable: true }) }
  expect(schemaHash(defineTable({ ...definition, columns: wider }))).not.toBe(hash)
  const renamed = { ...columns, Line: col.int({ doc: 'Second key column.', from: 'other' }) }
  expect(schemaHash(defineTable({ ...definition, columns: renamed }))).not.toBe(hash)
})
