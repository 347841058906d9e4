import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { policyUse } from '@hourglass/local-cloud/iam/policy-use'
import type { CloudStats } from '@hourglass/local-cloud/local-cloud-types'
import { formatCount } from './render/format.ts'

/** Leaves beside the local cloud's data what its policies denied, and what of them nothing used; says so in a line. */
export async function keepPolicyUse(stats: CloudStats, folder: string): Promise<string> {
  const file = path.join(folder, 'policies.txt')
  await writeFile(file, policyUse(stats))
  const { deniedCalls, unusedGrants } = stats
  const counts = `${formatCount(deniedCalls.length)} calls denied, ${formatCount(unusedGrants.length)} grants not used`
  return `policies: ${counts}; ${path.relative('', file)}`
}
