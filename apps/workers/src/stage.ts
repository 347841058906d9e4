import { WORKERS } from '@hourglass/contracts/workers'
import { tableState } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { stage } from '@hourglass/pipeline/stage'
import { worker } from './invocation.ts'
import { targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS.stage.settings)
const deps = targetDeps('stage', settings)

export const handler = worker(tableState, (state) => stage(deps, state))
