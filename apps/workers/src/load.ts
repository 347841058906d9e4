import { WORKER_SETTINGS } from '@hourglass/contracts/environment'
import { loadEvent } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { loadParts } from '@hourglass/pipeline/load'
import { boundedMemory } from './bounded-memory.ts'
import { worker } from './invocation.ts'
import { targetDeps } from './wiring.ts'

const settings = readSettings(WORKER_SETTINGS.load)
const deps = targetDeps('load', settings)

export const handler = boundedMemory(
  worker(loadEvent, async (event) => {
    await loadParts(deps, event.BatchInput, event.Items)
    return {}
  }),
)
