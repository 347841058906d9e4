import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const sizeBands = defineTable({
  source: 'size_bands',
  target: 'analytics.size_bands',
  doc: 'One row per band of company sizes. A handful of rows, changed by hand when benchmarks are cut differently.',
  owner: 'benchmarks',
  columns: {
    code: col.text({ doc: 'Key: the bands of the transform sizeBand.' }),
    name: col.text({ doc: 'As shown in the benchmark filter.' }),
    position: col.tinyintUnsigned({ doc: 'Order of the bands, the smallest companies first.' }),
    segment: col.text({ doc: 'Benchmark segment of its companies, wider than a band.' }),
  },
  primaryKey: ['code'],
  load: { mode: 'replace' },
})
