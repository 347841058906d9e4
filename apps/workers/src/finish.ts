import { WORKERS } from '@hourglass/contracts/workers'
import { finishEvent } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { finish } from '@hourglass/pipeline/finish'
import { worker } from './invocation.ts'
import { targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS.finish.settings)
const deps = targetDeps('finish', settings)

export const handler = worker(finishEvent, (event) => finish(deps, event))
