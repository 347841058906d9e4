import { isObject, type Json } from '@hourglass/local-stepfunctions/language/json'
import { messageOf } from './errors.ts'
import type { CloudInputs, StackInputs } from './inputs.ts'
import { accountOf } from './provider-account.ts'
import { readStackFiles } from './stack-file.ts'
import { StackScope } from './stack-scope.ts'

/** What resolving everything found. */
export interface Resolution {
  /** Values with references or function calls, all of which resolved. */
  readonly resolved: number
  /** Names of the stacks that were read. */
  readonly stacks: readonly string[]
  /** What cannot be resolved: stack, place and reason. */
  readonly problems: readonly string[]
}

/**
 * Resolves every argument of every resource and data source, every local value and every output of the stacks, whether
 * the local cloud uses it or not.
 * @param stacksFolder `cdktf.out/stacks`
 * @throws StackError when there are no stacks to read
 */
export function resolveAll(stacksFolder: string, given: CloudInputs): Resolution {
  const files = readStackFiles(stacksFolder)
  const inputs: StackInputs = { ...given, account: accountOf(files, given) }
  const scopes = new Map<string, StackScope>()
  for (const file of files) scopes.set(file.name, new StackScope(file, inputs, scopes))
  const problems: string[] = []
  let resolved = 0
  const check = (place: string, source: Json, resolve: () => unknown): void => {
    if (!hasReference(source)) return
    try {
      resolve()
      resolved += 1
    } catch (error) {
      problems.push(`${place}: ${messageOf(error)}`)
    }
  }
  for (const scope of scopes.values()) {
    const { name, blocks, locals, outputs } = scope.file
    for (const [address, block] of blocks) {
      // Where another stack's state lies is Terraform's business; its outputs are read from the stack itself.
      if (address.startsWith('data.terraform_remote_state.')) continue
      for (const [argument, source] of Object.entries(block)) {
        check(`${name}/${address}.${argument}`, source, () => scope.block(address).argument(argument))
      }
    }
    for (const [local, source] of Object.entries(locals)) {
      check(`${name}/local.${local}`, source, () => scope.resolve(['local', local]).value)
    }
    for (const [output, { value }] of Object.entries(outputs)) {
      check(`${name}/output.${output}`, value ?? null, () => scope.output(output))
    }
  }
  return { resolved, stacks: files.map(({ name }) => name), problems }
}

function hasReference(value: Json): boolean {
  if (typeof value === 'string') return /(?<!\$)\$\{/.test(value)
  if (Array.isArray(value)) return value.some(hasReference)
  return isObject(value) && Object.values(value).some(hasReference)
}
