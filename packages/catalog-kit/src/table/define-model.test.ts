import { expect, test } from 'vitest'
import { col } from '../column/col.ts'
import { defineModel } from './define-model.ts'
import { defineModels, modelWaves } from './define-models.ts'
import { defineTable } from './define-table.ts'
import { CatalogError } from '../errors.ts'
import { modelFile, modelHash } from './model.ts'
import { bindSince } from './model-sql.ts'
import { renderModelDocs, renderModelsIndex } from '../render/render-models.ts'
import type { TargetTable } from './table.ts'

const orders = defineTable({
  source: 'orders',
  target: 'sales.orders',
  doc: 'One row per order.',
  owner: 'payments',
  columns: { id: col.int({ doc: 'Key.' }) },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

const model = (
  target: `${string}.${string}`,
  inputs: readonly [TargetTable, ...TargetTable[]],
  sql = 'select 1 as id',
) =>
  defineModel({
    target,
    doc: 'One row per key.',
    owner: 'payments',
    columns: { id: col.int({ doc: 'Key.' }) },
    primaryKey: ['id'],
    inputs,
    sql,
    load: { mode: 'replace' },
  })

function problemsOf(make: () => unknown): readonly string[] {
  try {
    make()
  } catch (thrown) {
    if (thrown instanceof CatalogError)
      return thrown.problems.map(({ table, field, found }) => `${table} ${field} ${found}`)
    throw thrown
  }
  return []
}

test('a model is frozen data that names its inputs', () => {
  const days = model('sales.days', [orders])
  expect(days).toMatchObject({ target: 'sales.days', inputs: ['sales.orders'], load: { mode: 'replace' } })
  expect(Object.isFrozen(days)).toBe(true)
  expect(modelFile('sales.order_totals')).toBe('models/order-totals')
})

test('its hash tells every change that makes other rows, and no change of words', () => {
  const days = model('sales.days', [orders])
  expect(modelHash({ ...days, doc: 'Other words.' })).toBe(modelHash(days))
  expect(modelHash({ ...days, sql: 'select 2 as id' })).not.toBe(modelHash(days))
  expect(modelHash({ ...days, load: { mode: 'merge', cursor: 'id' } })).not.toBe(modelHash(days))
})

test('waves: each model after those it reads, whatever the order they are given in', () => {
  const a = model('sales.a', [orders])
  const b = model('sales.b', [a])
  const c = model('sales.c', [orders, b])
  const d = model('sales.d', [orders])
  expect(modelWaves([c, d, b, a]).map((wave) => wave.map(({ target }) => target))).toEqual([
    ['sales.a', 'sales.d'],
    ['sales.b'],
    ['sales.c'],
  ])
  expect(defineModels([orders], [c, d, b, a])).toEqual([a, d, b, c])
})

test('models of a catalog are refused together: names that are taken, inputs that are not there, circles', () => {
  const a = { ...model('sales.a', [orders]), inputs: ['sales.b'] }
  const b = { ...model('sales.b', [orders]), inputs: ['sales.a', 'sales.gone'] }
  const again = model('sales.orders', [model('sales.x', [orders])])
  expect(problemsOf(() => defineModels([orders], [a, b, again]))).toEqual([
    'sales.orders target is already the target of a table',
    'sales.b inputs[1] the catalog has no table or model "sales.gone"',
    'sales.orders inputs[0] the catalog has no table or model "sales.x"',
    'sales.a inputs reads, or waits for, a circle of models: sales.a, sales.b',
    'sales.b inputs reads, or waits for, a circle of models: sales.a, sales.b',
  ])
})

test(':since becomes a bound value, but not inside texts, names and comments', () => {
  expect(bindSince('select a from t where :since is null or a >= :since;\n')).toEqual({
    text: 'select a from t where $1::timestamptz is null or a >= $1::timestamptz',
    takesSince: true,
  })
  const other = `select ':since', ":since", 'it''s :since', x::since -- :since\n /* :since */ , $q$ :since $q$, :sinceever`
  expect(bindSince(other)).toEqual({ text: other, takesSince: false })
})

test('docs: a page with inputs and SQL, and a drawing of what is made of what', () => {
  const days = model('sales.days', [orders], 'select o.id from sales.orders as o')
  const page = renderModelDocs(days)
  expect(page).toContain('made in Postgres of [sales.orders](sales.orders.md)')
  expect(page).toContain('| `id` | `integer` | no | Key. |  |')
  expect(page).toContain('```sql\nselect o.id from sales.orders as o\n```')
  const index = renderModelsIndex([days, model('sales.weeks', [days])])
  expect(index).toContain('| [sales.days](sales.days.md) | payments | replace | One row per key. |')
  expect(index).toContain('  orders[orders]\n  days([days])\n  weeks([weeks])\n  orders --> days\n  days --> weeks\n')
})
