import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { intUnsigned } from '@hourglass/catalog-kit/kinds/int-unsigned'
import { keyFrom, lookup } from '@hourglass/catalog-kit/lookup'
import { sizeBand } from '@hourglass/transform/size-band'
import { sizeBands } from './size-bands.ts'

export const companies = defineTable({
  source: 'companies',
  target: 'analytics.companies',
  doc: 'One row per customer. Small, so that every run reads all of it.',
  owner: 'accounts',
  columns: {
    id: col.intUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    name: col.text({ doc: 'As on the contract.' }),
    slug: col.text({ doc: 'Name in the address of the survey pages; unique.' }),
    country: col.text({ doc: 'ISO 3166-1 alpha-2 code of the head office.' }),
    industry_code: col.text({
      doc: 'What the company does; null until asked.',
      nullable: true,
      references: 'analytics.industries',
    }),
    plan: col.enum({ doc: 'What the customer pays for.', values: ['trial', 'team', 'business', 'enterprise'] }),
    employees: col.intUnsigned({ doc: 'As the customer states it; null when never asked.', nullable: true }),
    size_band: col.text({
      doc: 'Band of `employees`.',
      from: 'employees',
      reads: intUnsigned,
      using: sizeBand,
      nullable: true,
      references: 'analytics.size_bands',
    }),
    size_segment: col.text({
      doc: 'Benchmark segment of its size.',
      nullable: true,
      from: lookup(sizeBands, {
        by: keyFrom('employees', { reads: intUnsigned, using: sizeBand }),
        take: 'segment',
        missing: 'null',
      }),
    }),
    founded: col.year({ doc: 'Year of founding; 0 when the customer typed none.', nullable: true }),
    is_demo: col.bool({ doc: 'A company of our own, for demonstrations; left out of benchmarks.' }),
    created_at: col.timestamptz({ doc: 'When the contract began.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})
