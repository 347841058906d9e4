import { WORKERS } from '@hourglass/contracts/workers'
import { extractEvent } from '@hourglass/contracts/steps'
import { readSettings } from '@hourglass/core/settings'
import { extractChunks } from '@hourglass/pipeline/extract'
import { lookupCache } from '@hourglass/pipeline/lookup-cache'
import { boundedMemory } from './bounded-memory.ts'
import { worker } from './invocation.ts'
import { readMaskKey } from './secrets.ts'
import { mysqlSource, targetDeps } from './wiring.ts'

const settings = readSettings(WORKERS.extract.settings)
const common = targetDeps('extract', settings)
const deps = {
  ...common,
  source: mysqlSource(settings),
  lookups: lookupCache(common.store),
  maskKey: () => readMaskKey(settings.maskSecretArn),
}

export const handler = boundedMemory(
  worker(extractEvent, async (event, { attempt }) => {
    await extractChunks(deps, event.BatchInput, event.Items, attempt)
    return {}
  }),
)
