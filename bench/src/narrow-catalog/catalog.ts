import { col } from '@hourglass/catalog-kit/col'
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import { defineTable } from '@hourglass/catalog-kit/define-table'

/** One table of narrow rows in chunks of 100,000, so that 300,000 rows and 3 million take the same way. */
export const catalog = defineCatalog([
  defineTable({
    source: 'narrow',
    target: 'analytics.narrow',
    doc: 'Rows of about 60 bytes, for measuring memory.',
    owner: 'bench',
    columns: {
      id: col.bigintUnsigned({ doc: 'Key.' }),
      value: col.int({ doc: 'A number.' }),
      code: col.text({ doc: 'A short text.' }),
      updated_at: col.timestamptz({ doc: 'Cursor.' }),
    },
    primaryKey: ['id'],
    split: { by: 'id', rows: 100_000 },
    load: { mode: 'merge', cursor: 'updated_at' },
  }),
])
