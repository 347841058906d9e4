import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readCalls, type RecordedCall } from './recorded-calls.ts'
import { runTool } from './run-tool.ts'

/** In this order each stack finds the outputs of those that it reads. */
const ORDER = ['bootstrap', 'network', 'data', 'pipeline', 'observability']

/** Resources that moto reads back otherwise than it was told, so that a second plan shows them; with what differs. */
const MOTO_FORGETS: Readonly<Record<string, string>> = {
  aws_vpc_security_group_egress_rule: 'tags of a rule',
  aws_vpc_security_group_ingress_rule: 'tags of a rule',
}

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
    const changed = shown.code === 0 ? changedTypes(shown.output) : ['(the second plan failed)']
    const unknown = changed.filter((type) => MOTO_FORGETS[type] === undefined)
    if (unknown.length > 0) ok = false
    const forgotten = changed.filter((type) => MOTO_FORGETS[type] !== undefined)
    const said = unknown.length > 0 ? `changes ${unknown.join(', ')}` : 'changes nothing'
    const note =
      forgotten.length === 0
        ? ''
        : ` (moto forgets ${[...new Set(forgotten.map((type) => MOTO_FORGETS[type]))].join(', ')})`
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

function changedTypes(plan: string): readonly string[] {
  const changes: readonly { type: string; change: { actions: readonly string[] } }[] =
    Object(JSON.parse(plan)).resource_changes ?? []
  return [...new Set(changes.filter(({ change }) => !change.actions.includes('no-op')).map(({ type }) => type))]
}
