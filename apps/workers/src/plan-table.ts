import { WORKERS } from '@hourglass/contracts/workers'
import { syncTableInput } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { planTable } from '@hourglass/pipeline/plan-table'
import { worker } from './invocation.ts'
import { mysqlSource, targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS['plan-table'].settings)
const deps = { ...targetDeps('plan-table', settings), source: mysqlSource(settings) }

export const handler = worker(syncTableInput, (input) => planTable(deps, input))
