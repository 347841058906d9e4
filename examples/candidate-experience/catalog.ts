// Made by `pnpm golden` from the files in tables/; changes here are lost.
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import { answers } from './tables/answers.ts'
import { applications } from './tables/applications.ts'
import { candidates } from './tables/candidates.ts'
import { companies } from './tables/companies.ts'
import { companySettings } from './tables/company-settings.ts'
import { departments } from './tables/departments.ts'
import { hiringStages } from './tables/hiring-stages.ts'
import { industries } from './tables/industries.ts'
import { jobs } from './tables/jobs.ts'
import { questions } from './tables/questions.ts'
import { responseTags } from './tables/response-tags.ts'
import { sizeBands } from './tables/size-bands.ts'
import { surveyResponses } from './tables/survey-responses.ts'
import { surveySends } from './tables/survey-sends.ts'
import { surveys } from './tables/surveys.ts'
import { tags } from './tables/tags.ts'
import { users } from './tables/users.ts'

export const catalog = defineCatalog([
  answers,
  applications,
  candidates,
  companies,
  companySettings,
  departments,
  hiringStages,
  industries,
  jobs,
  questions,
  responseTags,
  sizeBands,
  surveyResponses,
  surveySends,
  surveys,
  tags,
  users,
])
