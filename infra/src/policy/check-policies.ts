import type { EnvironmentName } from '@hourglass/contracts/environment'
import type { Resource } from './resource.ts'
import type { Finding, Rule } from './rule.ts'
import { DATABASE_RULES } from './rules/databases.ts'
import { IAM_RULES } from './rules/iam.ts'
import { NETWORK_RULES } from './rules/network.ts'
import { OPERATIONS_RULES } from './rules/operations.ts'
import { S3_RULES } from './rules/s3.ts'
import { WORKER_RULES } from './rules/workers.ts'
import type { Suppression } from './suppressions.ts'

export const RULES: readonly Rule[] = [
  ...S3_RULES,
  ...DATABASE_RULES,
  ...WORKER_RULES,
  ...OPERATIONS_RULES,
  ...NETWORK_RULES,
  ...IAM_RULES,
]

/** Rules that a plan can be held against. */
export const PLAN_RULES: readonly Rule[] = RULES.filter((rule) => rule.byReference !== true)

/** Every breach of every rule, suppressed or not. */
export function findings(resources: readonly Resource[], rules = RULES): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule.check(resources).map(({ address, problem }) => {
      const stack = resources.find((resource) => resource.address === address)?.stack ?? ''
      return { rule: rule.id, address, stack, problem }
    }),
  )
}

export interface PolicyReport {
  /** Findings that nobody accepted. */
  readonly open: readonly Finding[]
  /** Suppressions that accept nothing any more. */
  readonly unused: readonly Suppression[]
  /** Suppressions past their date; what they accepted is open again. */
  readonly expired: readonly Suppression[]
}

/** @param today ISO date */
export function checkPolicies(
  resources: readonly Resource[],
  suppressions: readonly Suppression[],
  environment: EnvironmentName,
  today: string,
  rules: readonly Rule[] = RULES,
): PolicyReport {
  const here = suppressions.filter((found) => found.environments?.includes(environment) ?? true)
  const valid = here.filter((suppression) => suppression.expires >= today)
  const all = findings(resources, rules)
  const covers = (suppression: Suppression, finding: Finding) =>
    suppression.rule === finding.rule && suppression.at.test(`${finding.stack}/${finding.address}`)
  return {
    open: all.filter((finding) => !valid.some((suppression) => covers(suppression, finding))),
    unused: here.filter((suppression) => !all.some((finding) => covers(suppression, finding))),
    expired: here.filter((suppression) => suppression.expires < today),
  }
}
