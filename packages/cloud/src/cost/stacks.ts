import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { OperatorError } from '../errors.ts'

const attributes = z.record(z.string(), z.unknown())
/** cdktf writes `//` with its metadata into each resource; it stays among the attributes and nobody reads it. */
const stackFile = z.object({
  provider: z
    .object({ aws: z.array(z.object({ region: z.string().optional() })) })
    .partial()
    .optional(),
  resource: z.record(z.string(), z.record(z.string(), attributes)).optional(),
})

export interface StackResource {
  /** e.g. `pipeline/aws_lambda_function.extract`. */
  readonly address: string
  readonly values: Readonly<Record<string, unknown>>
}

/** The synthesized stacks of one environment, as far as they cost something. */
export interface Stacks {
  readonly region: string
  of(type: string): readonly StackResource[]
  /** The literal that a text is, or that a reference to a name in the same stack stands for. */
  nameIn(resource: StackResource, text: string): string
}

const REFERENCE = /^\$\{(\w+)\.([\w-]+)\.name\}$/

/**
 * Reads `<folder>/<stack>/cdk.tf.json` of every stack.
 *
 * @throws OperatorError when the folder holds no synthesized stack
 */
export function readStacks(folder: string): Stacks {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'cdk.tf.json')))
    : []
  if (names.length === 0) throw new OperatorError(`${folder} holds no synthesized stack; make them with: pnpm synth`)
  const found = new Map<string, StackResource>()
  let region = ''
  for (const name of names) {
    const stack = stackFile.parse(JSON.parse(readFileSync(path.join(folder, name, 'cdk.tf.json'), 'utf8')))
    region ||= stack.provider?.aws?.[0]?.region ?? ''
    for (const [type, resources] of Object.entries(stack.resource ?? {})) {
      for (const [id, values] of Object.entries(resources)) {
        const address = `${name}/${type}.${id}`
        found.set(address, { address, values })
      }
    }
  }
  return {
    region,
    of: (type) => [...found.values()].filter(({ address }) => address.includes(`/${type}.`)),
    nameIn: (resource, text) => {
      const [, type, id] = REFERENCE.exec(text) ?? []
      if (type === undefined) return text
      const [stack] = resource.address.split('/')
      return z.string().parse(found.get(`${stack}/${type}.${id}`)?.values['name'])
    },
  }
}
