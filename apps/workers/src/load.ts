import { WORKERS } from '@hourglass/contracts/workers'
import { loadEvent } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { loadParts } from '@hourglass/pipeline/load'
import { boundedMemory } from './bounded-memory.ts'
import { worker } from './invocation.ts'
import { targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS.load.settings)
const deps = targetDeps('load', settings)

export const handler = boundedMemory(
  worker(loadEvent, async (event) => {
    await loadParts(deps, event.BatchInput, event.Items)
    return {}
  }),
)
