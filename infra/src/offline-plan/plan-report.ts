import type { EnvironmentName } from '@hourglass/contracts/environment'
import { checkPolicies, PLAN_RULES } from '../policy/check-policies.ts'
import { type Resource, readPlan } from '../policy/resource.ts'
import { SUPPRESSIONS } from '../policy/suppressions.ts'
import type { StackPlan } from './plan-stacks.ts'

export interface PlanReport {
  readonly ok: boolean
  readonly text: string
}

/** What `pnpm infra:plan` prints: per stack what would be made or what is wrong, then the policy findings. */
export function planReport(environment: string, plans: readonly StackPlan[]): PlanReport {
  const lines: string[] = []
  const resources: Resource[] = []
  for (const { stack, problems, plan } of plans) {
    if (problems === '') {
      const planned = readPlan(stack, plan)
      resources.push(...planned)
      lines.push(`${stack}: ${planned.length} to add`)
    } else {
      lines.push(`${stack}: cannot be planned`, ...problems.split('\n').map((line) => `  ${line}`))
    }
  }
  const today = new Date().toISOString().slice(0, 10)
  // synthesize() has refused any other name before.
  const { open } = checkPolicies(resources, SUPPRESSIONS, environment as EnvironmentName, today, PLAN_RULES)
  for (const finding of open) lines.push(`${finding.rule} ${finding.stack}/${finding.address}: ${finding.problem}`)
  const failed = plans.some(({ problems }) => problems !== '')
  return { ok: !failed && open.length === 0, text: `${lines.join('\n')}\n` }
}
