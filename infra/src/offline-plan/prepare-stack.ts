import { mkdirSync, readFileSync, writeFileSync, symlinkSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const named = z.record(z.string(), z.record(z.string(), z.unknown()))
const stackJson = z.looseObject({
  terraform: z.looseObject({ backend: z.unknown() }),
  data: z.record(z.string(), named).optional(),
  output: named.optional(),
  resource: z.record(z.string(), named).default({}),
})
export type StackJson = z.infer<typeof stackJson>

const REMOTE_STATE = 'terraform_remote_state'
const REFERENCE = 'cross-stack-reference-input-'

export function readStackJson(stacksFolder: string, stack: string): StackJson {
  return stackJson.parse(JSON.parse(readFileSync(join(stacksFolder, stack, 'cdk.tf.json'), 'utf8')))
}

/**
 * Writes a stack to a folder of its own as Terraform can plan it without an account: without the S3 backend, and with
 * the outputs of the other stacks taken from files that stand for their state.
 */
export function prepareStack(stacksFolder: string, stack: string, json: StackJson, workFolder: string): void {
  mkdirSync(workFolder, { recursive: true })
  const { backend: _, ...terraform } = json.terraform
  const data = { ...json.data }
  if (data[REMOTE_STATE] !== undefined) {
    data[REMOTE_STATE] = Object.fromEntries(
      Object.keys(data[REMOTE_STATE]).map((id) => {
        const other = id.slice(REFERENCE.length)
        const file = join(workFolder, `${other}.tfstate`)
        writeFileSync(file, JSON.stringify(stateOf(readStackJson(stacksFolder, other))))
        return [id, { backend: 'local', config: { path: file } }]
      }),
    )
  }
  const prepared = { ...json, terraform, ...(Object.keys(data).length === 0 ? {} : { data }) }
  writeFileSync(join(workFolder, 'cdk.tf.json'), `${JSON.stringify(prepared, null, 2)}\n`)
  const assets = join(stacksFolder, stack, 'assets')
  if (existsSync(assets)) symlinkSync(assets, join(workFolder, 'assets'), 'dir')
}

/** A state with the outputs of a stack; their values are placeholders, because nothing has been applied. */
function stateOf(json: StackJson): object {
  const outputs = Object.keys(json.output ?? {}).map((name) => [name, { value: `planned-${name}`, type: 'string' }])
  return {
    version: 4,
    terraform_version: '1.11.0',
    serial: 1,
    lineage: 'offline',
    outputs: Object.fromEntries(outputs),
  }
}
