import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, type Json, type JsonObject } from '@hourglass/local-stepfunctions/language/json'
import { z } from 'zod'
import { messageOf, StackError } from './errors.ts'

/** One synthesized stack, unresolved. `//` comments are gone. */
export interface StackFile {
  /** Name of its folder under `stacks/`. */
  readonly name: string
  /** Folder of `cdk.tf.json`; file names inside the stack are relative to it. */
  readonly folder: string
  /** `aws_s3_bucket.data` or `data.aws_region.current` to its arguments. */
  readonly blocks: ReadonlyMap<string, JsonObject>
  readonly variables: Readonly<Record<string, JsonObject>>
  readonly locals: JsonObject
  readonly outputs: Readonly<Record<string, JsonObject>>
  readonly providers: Readonly<Record<string, Json>>
}

const byName = z.record(z.string(), z.custom<JsonObject>(isObject, 'must be an object')).default({})
const byType = z.record(z.string(), byName).default({})
const schema = z.object({
  resource: byType,
  data: byType,
  variable: byName,
  locals: z.custom<JsonObject>(isObject, 'must be an object').default({}),
  output: byName,
  provider: z.record(z.string(), z.custom<Json>()).default({}),
  module: z.undefined({ error: 'modules are not supported here: write the resources into the stack' }).optional(),
})

/**
 * Reads every `<stacksFolder>/<stack>/cdk.tf.json`.
 * @param only names of the stacks to read; all when left out
 * @throws StackError when there is none, or one is not a Terraform JSON configuration
 */
export function readStackFiles(stacksFolder: string, only?: readonly string[]): readonly StackFile[] {
  const found = listFolders(stacksFolder)
  const missing = only?.filter((name) => !found.includes(name)) ?? []
  if (missing.length > 0 || found.length === 0) {
    const what = missing.length > 0 ? `no stack ${missing.join(', ')}` : 'no stacks'
    throw new StackError(`${stacksFolder} has ${what} (found: ${found.join(', ') || 'nothing'}); synthesize first`)
  }
  return (only ?? found).map((name) => readStackFile(name, join(stacksFolder, name)))
}

function listFolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => existsSync(join(folder, name, 'cdk.tf.json')))
      .sort()
  } catch (error) {
    throw new StackError(`cannot read the stacks in ${folder}: ${messageOf(error)}; synthesize first`, { cause: error })
  }
}

function readStackFile(name: string, folder: string): StackFile {
  const path = join(folder, 'cdk.tf.json')
  try {
    const parsed = schema.parse(withoutComments(JSON.parse(readFileSync(path, 'utf8')) as Json))
    const blocks = new Map<string, JsonObject>()
    for (const [prefix, types] of [['', parsed.resource] as const, ['data.', parsed.data] as const]) {
      for (const [type, named] of Object.entries(types)) {
        for (const [id, block] of Object.entries(named)) blocks.set(`${prefix}${type}.${id}`, block)
      }
    }
    const { variable: variables, locals, output: outputs, provider: providers } = parsed
    return { name, folder, blocks, variables, locals, outputs, providers }
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)
    throw new StackError(`${path} cannot be read as a synthesized stack: ${why}`, { cause: error })
  }
}

/** Terraform ignores keys named `//`; cdktf writes metadata there. */
function withoutComments(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutComments)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([key]) => key !== '//')
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutComments(item)]))
}
