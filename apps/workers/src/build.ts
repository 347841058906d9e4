import { models } from '@hourglass/catalog/models'
import { WORKERS } from '@hourglass/contracts/workers'
import { buildModelInput } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { buildModel } from '@hourglass/pipeline/build-model'
import { worker } from './invocation.ts'
import { targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS.build.settings)
const deps = { ...targetDeps('build', settings), models }

export const handler = worker(buildModelInput, (input) => buildModel(deps, input))
