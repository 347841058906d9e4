// Made by `pnpm golden` from the files in tables/; changes here are lost.
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import { answers } from './tables/answers.ts'
import { candidates } from './tables/candidates.ts'
import { companies } from './tables/companies.ts'
import { surveyResponses } from './tables/survey-responses.ts'
import { surveys } from './tables/surveys.ts'

export const catalog = defineCatalog([answers, candidates, companies, surveyResponses, surveys])
