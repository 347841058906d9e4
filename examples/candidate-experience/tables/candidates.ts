import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { date } from '@hourglass/catalog-kit/kinds/date'
import { chain } from '@hourglass/transform/chain'
import { languageBucket } from '@hourglass/transform/language-bucket'
import { maskEmail } from '@hourglass/transform/mask-email'
import { maskName } from '@hourglass/transform/mask-name'
import { sentinelDate } from '@hourglass/transform/sentinel-date'
import { yearOf } from '@hourglass/transform/year-of'

export const candidates = defineTable({
  source: 'candidates',
  target: 'analytics.candidates',
  doc: 'One row per person and company that has asked this person for feedback. Soft-deleted on request.',
  owner: 'candidates',
  columns: {
    id: col.bigintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    company_id: col.intUnsigned({ doc: 'The company that asks.', references: 'analytics.companies' }),
    email: col.text({
      doc: 'Address behind a keyed hash. Equal addresses, here and in `users`, have equal masks.',
      pii: true,
      using: maskEmail,
    }),
    full_name: col.text({
      doc: 'Name behind a keyed hash; null when the customer sent none, and once forgotten.',
      nullable: true,
      pii: true,
      using: maskName,
    }),
    language: col.text({ doc: 'BCP 47 tag of the language that surveys are sent in.' }),
    language_group: col.text({
      doc: '`language` as dashboards group it: its first part where it is one of eight, else other.',
      from: 'language',
      using: languageBucket,
    }),
    birth_year: col.smallint({
      doc: 'Year of birth, where the customer gave it (a form sends 1900-01-01 for none); the day stays in MySQL.',
      from: 'born_on',
      reads: date,
      using: chain(sentinelDate(['1900-01-01'], 'null'), yearOf),
      nullable: true,
      pii: true,
    }),
    created_at: col.timestamptz({ doc: 'When the customer first sent this person to us.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When the person asked to be forgotten; null while active.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
