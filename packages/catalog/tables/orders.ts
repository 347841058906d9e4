import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const orders = defineTable({
  source: 'orders',
  target: 'shop.orders',
  doc: 'One row per checkout. Never deleted: a cancelled order keeps its row.',
  owner: 'shop-team',
  columns: {
    id: col.bigintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    customer_id: col.int({ doc: 'Who ordered.', references: 'shop.customers' }),
    // Exact: MySQL's DECIMAL never becomes a floating-point number.
    total: col.decimal({ doc: 'What was charged, in euros.', precision: 10, scale: 2 }),
    // `from` is the MySQL name where the Postgres name is another one.
    is_gift: col.bool({ doc: 'The buyer ticked "this is a gift".', from: 'gift' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE CURRENT_TIMESTAMP.' }),
  },
  primaryKey: ['id'],
  // Each hour reads what has changed since the last one, and 10 minutes more for transactions that commit late.
  load: { mode: 'merge', cursor: 'updated_at' },
})
