import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const industries = defineTable({
  source: 'industries',
  target: 'analytics.industries',
  doc: 'One row per industry that companies are compared within. A few dozen rows, changed by hand.',
  owner: 'benchmarks',
  columns: {
    code: col.text({ doc: 'Key that people chose, e.g. "software".' }),
    name: col.text({ doc: 'As shown in the benchmark filter.' }),
    parent_code: col.text({
      doc: 'The wider industry; null at the top.',
      nullable: true,
      references: 'analytics.industries',
    }),
    segment: col.text({
      doc: 'Benchmark segment of its companies: those of one segment are compared with each other.',
    }),
  },
  primaryKey: ['code'],
  load: { mode: 'replace' },
})
