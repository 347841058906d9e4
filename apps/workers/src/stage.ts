import { WORKER_SETTINGS } from '@hourglass/contracts/environment'
import { tableState } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { stage } from '@hourglass/pipeline/stage'
import { worker } from './invocation.ts'
import { targetDeps } from './wiring.ts'

const settings = readSettings(WORKER_SETTINGS.stage)
const deps = targetDeps('stage', settings)

export const handler = worker(tableState, (state) => stage(deps, state))
