import { models } from '@hourglass/catalog/models'
import { WORKERS } from '@hourglass/contracts/workers'
import { previewEvent } from '@hourglass/contracts/preview'
import { planRunEvent } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { planRun } from '@hourglass/pipeline/plan-run'
import { preview } from '@hourglass/pipeline/preview'
import { z } from 'zod'
import { worker } from './invocation.ts'
import { mysqlSource, targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS['plan-run'].settings)
const deps = {
  ...targetDeps('plan-run', settings),
  models,
  source: mysqlSource(settings),
  connectionBudget: settings.connectionBudget,
}

/** Plans a run; asked for a preview (`hourglass plan`), only says what a run would do. */
export const handler = worker(z.union([previewEvent, planRunEvent]), async (event) =>
  'preview' in event ? { tables: await preview(deps, event.preview) } : planRun(deps, event),
)
