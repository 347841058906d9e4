import type { PublishAnswer, PublishRequest } from '@hourglass/contracts/target/publishing'
import type { Transaction } from '../../connection/transaction.ts'
import { verifyStaging } from '../../staging/verify-staging.ts'
import { extractOf } from '../extract.ts'
import { judge } from '../fence.ts'
import { checkGone, collectGone, deleteGone } from '../gone-keys.ts'
import { merge } from '../merge.ts'
import type { PublishStrategy } from './strategy.ts'

/** Writes rows that are new or differ; deletes what staging lacks once the source has confirmed that it is gone. */
export const replaceStrategy: PublishStrategy = {
  async prepare({ connections, limits, logger }, request) {
    const prepared = await connections.transaction(limits, (tx) => collect(tx, request))
    if ('result' in prepared) return prepared
    const { stamp } = prepared
    const kept = await checkGone(connections, limits, request, stamp)
    if (kept > 0) {
      logger.info({ table: request.table.target, run: request.run, kept }, 'rows are back at the source and stay')
    }
    return (tx) => deleteGone(tx, request.table, request.staging, stamp)
  },
  write: merge,
}

async function collect(tx: Transaction, request: PublishRequest): Promise<PublishAnswer | { readonly stamp: string }> {
  const verdict = await judge(tx, request.table, extractOf(request))
  if (!verdict.go) return verdict.answer
  await verifyStaging(tx, request.table, request.staging, request.manifest)
  return { stamp: await collectGone(tx, request) }
}
