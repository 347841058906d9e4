import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { defineModels } from '@hourglass/catalog-kit/define-models'
import { catalog, surveys, tags } from './catalog.ts'

/** Cannot be made while a survey has an empty title. */
export const titles = defineModel({
  target: 'analytics.titles',
  doc: 'One row per survey: how long its title is.',
  owner: 'surveys',
  columns: {
    id: col.bigint({ doc: 'The survey.' }),
    rarity: col.int({ doc: 'The longer the title, the less.' }),
    updated_at: col.timestamptz({ doc: 'When the survey changed.' }),
  },
  primaryKey: ['id'],
  inputs: [surveys],
  sql: `select id, 1000 / length(title) as rarity, updated_at from analytics.surveys
        where :since is null or updated_at >= :since`,
  load: { mode: 'merge', cursor: 'updated_at' },
})

export const tagCounts = defineModel({
  target: 'analytics.tag_counts',
  doc: 'One row per company with a tag.',
  owner: 'surveys',
  columns: { company_id: col.bigint({ doc: 'The company.' }), tags: col.bigint({ doc: 'Its tags.' }) },
  primaryKey: ['company_id'],
  inputs: [tags],
  sql: 'select company_id, count(*) as tags from analytics.tags group by company_id',
  load: { mode: 'replace' },
})

/** Reads a table and a model. */
export const companyTitles = defineModel({
  target: 'analytics.company_titles',
  doc: 'One row per company with a survey.',
  owner: 'surveys',
  columns: {
    company_id: col.bigint({ doc: 'The company.' }),
    surveys: col.bigint({ doc: 'Its surveys.' }),
    rarity: col.bigint({ doc: 'Of all its titles.', nullable: true }),
  },
  primaryKey: ['company_id'],
  inputs: [surveys, titles],
  sql: `select s.company_id, count(*) as surveys, sum(t.rarity) as rarity
        from analytics.surveys as s left join analytics.titles as t on t.id = s.id
        group by s.company_id`,
  load: { mode: 'replace' },
})

export const models = defineModels(catalog, [companyTitles, tagCounts, titles])
