import { companies, companySettings, departments, industries, sizeBands, users } from './account-tables.ts'
import type { DemoTable } from './demo-table.ts'
import { applications, candidates, hiringStages, jobs } from './hiring-tables.ts'
import { answers, questions, responseTags, surveyResponses, surveySends, surveys, tags } from './survey-tables.ts'

/** All tables of the demo data, parents first. */
export const DEMO_TABLES: readonly DemoTable[] = [
  industries,
  sizeBands,
  companies,
  companySettings,
  users,
  departments,
  jobs,
  hiringStages,
  candidates,
  applications,
  surveys,
  questions,
  surveySends,
  surveyResponses,
  answers,
  tags,
  responseTags,
]
