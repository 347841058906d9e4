import { answers } from '@hourglass/candidate-experience/tables/answers'
import { surveys } from '@hourglass/candidate-experience/tables/surveys'
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import type { Table } from '@hourglass/catalog-kit/table'

/**
 * Two of the demo's tables: one in several chunks although it is small, so that both ways through `sync-table` are
 * taken, and one in one chunk.
 */
export const catalog = defineCatalog([{ ...alone(answers), split: { ...answers.split, rows: 2000 } }, alone(surveys)])

/** Without the names of tables that are not here. */
function alone(table: Table): Table {
  const columns = Object.entries(table.columns).map(([name, column]) => {
    const { references, ...rest } = column
    return [name, references === undefined ? column : rest] as const
  })
  return { ...table, columns: Object.fromEntries(columns) }
}
