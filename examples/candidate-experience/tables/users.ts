import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { maskEmail } from '@hourglass/transform/mask-email'
import { maskName } from '@hourglass/transform/mask-name'
import { sentinelDate } from '@hourglass/transform/sentinel-date'

export const users = defineTable({
  source: 'users',
  target: 'analytics.users',
  doc: 'One row per person who signs in: recruiters, hiring managers, administrators. Soft-deleted when they leave.',
  owner: 'accounts',
  columns: {
    id: col.binary({ doc: 'UUID as 16 bytes, made by the application.' }),
    company_id: col.intUnsigned({ doc: 'Where the person works.', references: 'analytics.companies' }),
    email: col.text({
      doc: 'Address behind a keyed hash. Equal addresses, here and in `candidates`, have equal masks.',
      pii: true,
      using: maskEmail,
    }),
    full_name: col.text({
      doc: 'Name behind a keyed hash; null when never given.',
      nullable: true,
      pii: true,
      using: maskName,
    }),
    role: col.enum({
      doc: 'What the person may do, from reading only to everything.',
      values: ['viewer', 'recruiter', 'manager', 'admin'],
    }),
    last_seen_at: col.timestamp({
      doc: 'Last page view, UTC; null before the first one, for which older versions wrote the first second of 1970.',
      nullable: true,
      using: sentinelDate(['1970-01-01 00:00:00'], 'null'),
    }),
    created_at: col.timestamptz({ doc: 'When the person was invited.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When the account was closed; null while open.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
