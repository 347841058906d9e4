import { WORKERS } from '@hourglass/contracts/workers'
import { tableState } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { publish } from '@hourglass/pipeline/publish'
import { worker } from './invocation.ts'
import { mysqlSource, targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS.publish.settings)
const deps = { ...targetDeps('publish', settings), source: mysqlSource(settings) }

export const handler = worker(tableState, (state) => publish(deps, state))
