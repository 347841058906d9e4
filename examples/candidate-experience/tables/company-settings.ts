import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const companySettings = defineTable({
  source: 'company_settings',
  target: 'analytics.company_settings',
  doc: 'One row per company: how it wants to be measured and billed.',
  owner: 'accounts',
  columns: {
    company_id: col.intUnsigned({ doc: 'The company; one row each.', references: 'analytics.companies' }),
    time_zone: col.text({ doc: 'IANA zone that its months and weeks follow.' }),
    currency: col.text({ doc: 'ISO 4217 code of its bills.' }),
    monthly_fee: col.decimal({ doc: 'Net, in `currency`.', precision: 12, scale: 2 }),
    quiet_from: col.time({
      doc: 'Time of day in `time_zone` from which no invitations go out; from 24:00 on it means the next day. Null when they always may.',
      nullable: true,
    }),
    features: col.bit({ doc: 'One bit per feature switch, lowest bit first.', n: 8 }),
    settings: col.json({
      doc: 'Reminders, theme and logo, as the settings page writes them; null while all are the defaults.',
      nullable: true,
    }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['company_id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
