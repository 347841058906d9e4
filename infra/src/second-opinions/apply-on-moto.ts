import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readCalls, type RecordedCall } from './recorded-calls.ts'
import { runTool } from './run-tool.ts'

/** In this order each stack finds the outputs of those that it reads. */
const ORDER = ['bootstrap', 'network', 'data', 'pipeline', 'observability']

/** Arguments that moto takes and does not give back, so that each plan shows them again. */
const MOTO_FORGETS: readonly string[] = [
  'aws_db_parameter_group.parameter',
  'aws_lambda_function.logging_config',
  'aws_vpc_security_group_egress_rule.description',
  'aws_vpc_security_group_ingress_rule.description',
]

export interface MotoResult {
  readonly lines: readonly string[]
  readonly ok: boolean
  readonly recorded: readonly RecordedCall[]
}

/** Applies every stack to moto, plans it again, and reads which calls the provider made. */
export async function applyOnMoto(terraform: string, stacks: string, rc: string): Promise<MotoResult> {
  const lines: string[] = []
  const logs: string[] = []
  let ok = true
  for (const stack of ORDER) {
    const folder = join(stacks, stack)
    const step = async (name: string, ...args: string[]) => {
      const log = join(folder, `${name}.log`)
      logs.push(log)
      return runTool(terraform, args, folder, { TF_CLI_CONFIG_FILE: rc, TF_LOG: 'JSON', TF_LOG_PATH: log })
    }
    await runTool(terraform, ['init', '-no-color'], folder, { TF_CLI_CONFIG_FILE: rc })
    const applied = await step('apply', 'apply', '-auto-approve', '-no-color')
    if (applied.code !== 0) {
      ok = false
      lines.push(`${stack}: cannot be applied`, ...errorsOf(applied.output))
      continue
    }
    await step('plan', 'plan', '-no-color', '-out=second')
    const shown = await runTool(terraform, ['show', '-json', 'second'], folder, { TF_CLI_CONFIG_FILE: rc })
    const changed = shown.code === 0 ? changedArguments(shown.output) : ['(the second plan failed)']
    const unknown = changed.filter((argument) => !MOTO_FORGETS.includes(argument))
    if (unknown.length > 0) ok = false
    const forgotten = changed.filter((argument) => MOTO_FORGETS.includes(argument))
    const said = unknown.length > 0 ? `changes ${unknown.join(', ')}` : 'changes nothing'
    const note = forgotten.length === 0 ? '' : ` (moto forgets ${forgotten.join(', ')})`
    lines.push(`${stack}: applied; a second plan ${said}${note}`)
  }
  return { lines, ok, recorded: readCalls(logs.filter((log) => existsSync(log))) }
}

function errorsOf(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.includes('Error:'))
    .map((line) => `  ${line.slice(0, 300)}`)
}

const planJson = z.looseObject({
  resource_changes: z
    .array(
      z.looseObject({
        type: z.string(),
        change: z.looseObject({
          actions: z.array(z.string()),
          before: z.record(z.string(), z.unknown()).nullable(),
          after: z.record(z.string(), z.unknown()).nullable(),
          after_unknown: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    )
    .default([]),
})

/** What a plan would change, as `type.argument`. Values that are only known later follow from others and do not count. */
export function changedArguments(plan: string): readonly string[] {
  const { resource_changes: changes } = planJson.parse(JSON.parse(plan))
  const found = changes
    .filter(({ change }) => !change.actions.includes('no-op'))
    .flatMap(({ type, change: { actions, before, after, after_unknown: unknown = {} } }) => {
      if (before === null || after === null) return [`${type} (${actions.join(' and ')})`]
      const names = Object.keys(after).filter(
        (name) =>
          !JSON.stringify(unknown[name] ?? false).includes('true') &&
          JSON.stringify(after[name]) !== JSON.stringify(before[name]),
      )
      return names.map((name) => `${type}.${name}`)
    })
  return [...new Set(found)].sort()
}
