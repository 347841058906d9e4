import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { applications } from '../tables/applications.ts'
import { departments } from '../tables/departments.ts'
import { hiringStages } from '../tables/hiring-stages.ts'
import { industries } from '../tables/industries.ts'
import { jobs } from '../tables/jobs.ts'
import { surveyResponses } from '../tables/survey-responses.ts'
import { surveys } from '../tables/surveys.ts'
import { sql } from './generated/sql.ts'

export const responseContext = defineModel({
  target: 'analytics.response_context',
  doc: 'One row per response with what dashboards filter by. A withdrawn response keeps its row and no longer counts.',
  owner: 'insights',
  columns: {
    response_id: col.bigintUnsigned({ doc: 'The response.', references: 'analytics.survey_responses' }),
    company_id: col.intUnsigned({ doc: 'The company that asked.', references: 'analytics.companies' }),
    segment: col.text({ doc: 'Benchmark segment of its industry; null while that is not known.', nullable: true }),
    survey_id: col.intUnsigned({ doc: 'The survey that was opened.', references: 'analytics.surveys' }),
    moment: col.text({ doc: 'The moment of the hiring process that the survey asks about.' }),
    channels: col.set({ doc: 'How its invitations go out.' }),
    job_id: col.intUnsigned({
      doc: 'What the candidate applied for last; null when unknown or the survey is anonymous.',
      references: 'analytics.jobs',
      nullable: true,
    }),
    seniority: col.text({ doc: 'What the title of that job tells of it.', nullable: true }),
    department: col.text({ doc: 'Name of the department of that job.', nullable: true }),
    stage_position: col.tinyintUnsigned({
      doc: 'Order of the stage that the application has reached, from 0.',
      nullable: true,
    }),
    stage: col.text({ doc: 'That stage, as the company calls it.', nullable: true }),
    status: col.text({ doc: 'How far the candidate got: started, completed, abandoned.' }),
    device: col.text({ doc: 'What it was answered on.', nullable: true }),
    nps: col.tinyintUnsigned({ doc: 'Would recommend the company, 0 to 10.', nullable: true }),
    nps_class: col.text({ doc: 'promoter, passive or detractor.', nullable: true }),
    score: col.decimal({
      doc: 'Mean of the rated answers on a scale of 0 to 100.',
      precision: 5,
      scale: 2,
      nullable: true,
    }),
    opened_at: col.timestamptz({ doc: 'When the survey was opened.' }),
    responded_at: col.timestamp({ doc: 'When the last answer came, UTC; null before it.', nullable: true }),
    counts: col.bool({ doc: 'Completed, not withdrawn, and its survey in use.' }),
    updated_at: col.timestamptz({ doc: 'Latest change of response, survey, application or job.' }),
  },
  primaryKey: ['response_id'],
  inputs: [surveyResponses, surveys, industries, applications, jobs, departments, hiringStages],
  sql: sql.responseContext,
  load: { mode: 'merge', cursor: 'updated_at' },
})
