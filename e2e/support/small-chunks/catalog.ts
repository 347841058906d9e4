import { answers } from '@hourglass/catalog/tables/answers'
import { surveys } from '@hourglass/catalog/tables/surveys'
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'

/** Two of the demo's tables: one in several chunks although it is small, so that both ways through `sync-table` are taken, and one in one chunk. */
export const catalog = defineCatalog([{ ...answers, split: { ...answers.split, rows: 2000 } }, surveys])
