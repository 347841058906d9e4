import { WORKERS } from '@hourglass/contracts/workers'
import { tableState } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { extractAndLoad } from '@hourglass/pipeline/extract-and-load'
import { lookupCache } from '@hourglass/pipeline/lookup-cache'
import { boundedMemory } from './bounded-memory.ts'
import { worker } from './invocation.ts'
import { readMaskKey } from './secrets.ts'
import { mysqlSource, targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS['extract-and-load'].settings)
const common = targetDeps('extract-and-load', settings)
const deps = {
  ...common,
  source: mysqlSource(settings),
  lookups: lookupCache(common.store),
  maskKey: () => readMaskKey(settings.maskSecretArn),
}

export const handler = boundedMemory(worker(tableState, (state, { attempt }) => extractAndLoad(deps, state, attempt)))
