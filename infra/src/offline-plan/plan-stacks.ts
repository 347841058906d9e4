import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareStack, readStackJson, type StackJson } from './prepare-stack.ts'
import { startStubProvider } from './stub-provider.ts'
import { terraform } from './terraform.ts'

export interface StackPlan {
  readonly stack: string
  /** What Terraform said against the stack; empty when it can be planned. */
  readonly problems: string
  /** `terraform show -json` of the plan. */
  readonly plan: unknown
}

/**
 * Runs `terraform validate` and `plan` on every stack, without network, account or provider binary: the provider is a
 * stub that knows the schemas which the bindings were generated from.
 *
 * Catches unknown arguments and attributes, wrong types, missing arguments, undeclared resources and cycles. Does not
 * know what AWS itself would refuse (values of enumerations, formats, quotas).
 *
 * @param stacks those to plan; absent: all
 * @param change alters a stack before it is planned; for tests that plant mistakes
 */
export async function planStacks(
  stacksFolder: string,
  stacks: readonly string[] = readdirSync(stacksFolder).sort(),
  change: (json: StackJson) => StackJson = (json) => json,
): Promise<readonly StackPlan[]> {
  const jsons = stacks.map((stack) => [stack, change(readStackJson(stacksFolder, stack))] as const)
  const types = new Set(jsons.flatMap(([, json]) => Object.keys(json.resource)))
  await using provider = await startStubProvider([...types].filter((type) => type.startsWith('aws_')))
  const work = mkdtempSync(join(tmpdir(), 'hourglass-plan-'))
  try {
    const plans: StackPlan[] = []
    for (const [stack, json] of jsons) {
      const folder = join(work, stack)
      prepareStack(stacksFolder, stack, json, folder)
      plans.push(await planStack(stack, folder, provider.reattach))
    }
    return plans
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function planStack(stack: string, folder: string, reattach: string): Promise<StackPlan> {
  const steps = [
    ['init', '-no-color', '-backend=false'],
    ['validate', '-no-color'],
    ['plan', '-no-color', '-lock=false', '-refresh=false', '-out=plan'],
  ]
  for (const step of steps) {
    const result = await terraform(folder, reattach, step)
    if (!result.ok) return { stack, problems: `terraform ${step[0]}: ${result.output}`, plan: undefined }
  }
  const shown = await terraform(folder, reattach, ['show', '-json', 'plan'])
  return shown.ok
    ? { stack, problems: '', plan: JSON.parse(shown.output) }
    : { stack, problems: `terraform show: ${shown.output}`, plan: undefined }
}
