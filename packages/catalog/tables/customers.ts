import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

/*
 * A sample, to be replaced by your own tables: `pnpm hourglass init` does it, or write a file like this one for each
 * MySQL table. The file bears the name of the table in Postgres, with dashes.
 */
export const customers = defineTable({
  // The MySQL table, in the database of the source connection.
  source: 'customers',
  // schema.table in Postgres. Every screen, log line and S3 key says this name.
  target: 'shop.customers',
  // Docs are required: they become the comments of the Postgres table and its docs page.
  doc: 'One row per customer. Deleted when the account is closed.',
  owner: 'shop-team',
  columns: {
    id: col.int({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    name: col.text({ doc: 'As the customer wrote it.', pii: true }),
    country: col.text({ doc: 'Two letters, ISO 3166-1.', nullable: true }),
  },
  primaryKey: ['id'],
  // Small, and rows disappear: every run reads it whole and deletes what is gone.
  load: { mode: 'replace' },
})
