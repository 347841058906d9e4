// Made by `pnpm golden` from the files in models/; changes here are lost.
import { defineModels } from '@hourglass/catalog-kit/define-models'
import { catalog } from './catalog.ts'
import { benchmarkBySegmentMonth } from './models/benchmark-by-segment-month.ts'
import { companySummary } from './models/company-summary.ts'
import { responseContext } from './models/response-context.ts'

export const models = defineModels(catalog, [benchmarkBySegmentMonth, companySummary, responseContext])
