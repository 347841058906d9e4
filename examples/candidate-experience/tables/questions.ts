import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const questions = defineTable({
  source: 'questions',
  target: 'analytics.questions',
  doc: 'One row per question of a survey. A reworded question is a new row.',
  owner: 'surveys',
  columns: {
    id: col.intUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    survey_id: col.intUnsigned({ doc: 'The survey that asks it.', references: 'analytics.surveys' }),
    position: col.smallint({ doc: 'Order within the survey; negative when it is hidden.' }),
    asks_for: col.enum({
      doc: 'What kind of answer it takes: likelihood to recommend, stars, agreement, or free text.',
      values: ['nps', 'stars', 'agreement', 'text'],
    }),
    wording: col.text({ doc: 'As the candidate reads it, in the language of the survey.' }),
    scale_max: col.tinyintUnsigned({
      doc: 'Best rating: 10 for nps, 5 for stars, 7 for agreement; null for text.',
      nullable: true,
    }),
    weight: col.float({ doc: 'How much it counts in the score of a response, relative to its other questions.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
