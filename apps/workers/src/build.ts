import { models } from '@hourglass/catalog/models'
import { WORKER_SETTINGS } from '@hourglass/contracts/environment'
import { buildModelInput } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { buildModel } from '@hourglass/pipeline/build-model'
import { worker } from './invocation.ts'
import { targetDeps } from './wiring.ts'

const settings = readSettings(WORKER_SETTINGS.build)
const deps = { ...targetDeps('build', settings), models }

export const handler = worker(buildModelInput, (input) => buildModel(deps, input))
