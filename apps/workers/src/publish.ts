import { WORKER_SETTINGS } from '@hourglass/contracts/environment'
import { tableState } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { publish } from '@hourglass/pipeline/publish'
import { worker } from './invocation.ts'
import { mysqlSource, targetDeps } from './wiring.ts'

const settings = readSettings(WORKER_SETTINGS.publish)
const deps = { ...targetDeps('publish', settings), source: mysqlSource(settings) }

export const handler = worker(tableState, (state) => publish(deps, state))
