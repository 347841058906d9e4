import { companies } from '@hourglass/candidate-experience/tables/companies'
import { companySettings } from '@hourglass/candidate-experience/tables/company-settings'
import { jobs } from '@hourglass/candidate-experience/tables/jobs'
import { sizeBands } from '@hourglass/candidate-experience/tables/size-bands'
import { surveyResponses } from '@hourglass/candidate-experience/tables/survey-responses'
import { surveys } from '@hourglass/candidate-experience/tables/surveys'
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import type { Table } from '@hourglass/catalog-kit/table'

/**
 * The demo's tables that look others up, and those others: responses in several chunks although they are few, jobs with a
 * limit for reading them again that they exceed.
 */
export const catalog = defineCatalog(
  [
    companies,
    companySettings,
    sizeBands,
    surveys,
    { ...jobs, lookups: { onChange: 'reread' as const, atMostRows: 10 } },
    { ...surveyResponses, split: { ...surveyResponses.split, rows: 200 } },
  ].map(alone),
)

/** Without the names of tables that are not here. */
function alone(table: Table): Table {
  const columns = Object.entries(table.columns).map(([name, column]) => {
    const { references, ...rest } = column
    return [name, references === undefined ? column : rest] as const
  })
  return { ...table, columns: Object.fromEntries(columns) }
}
