import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** One resource of a stack, as the rules see it: from the synthesized JSON or from a plan. */
export interface Resource {
  readonly stack: string
  readonly type: string
  /** `<type>.<id>`. */
  readonly address: string
  readonly values: Readonly<Record<string, unknown>>
}

const stackJson = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
})

/** All resources of the stacks under `<outdir>/stacks`. */
export function readResources(stacksFolder: string): Resource[] {
  return readdirSync(stacksFolder)
    .sort()
    .flatMap((stack) => {
      const text = readFileSync(join(stacksFolder, stack, 'cdk.tf.json'), 'utf8')
      const { resource } = stackJson.parse(JSON.parse(text))
      return Object.entries(resource).flatMap(([type, byId]) =>
        Object.entries(byId).map(([id, values]) => ({ stack, type, address: `${type}.${id}`, values })),
      )
    })
}

/** Stands for a value that is known only after apply. */
const UNKNOWN = '(known after apply)'

const planJson = z.object({
  resource_changes: z.array(
    z.object({
      mode: z.literal('managed').or(z.literal('data')),
      type: z.string(),
      address: z.string(),
      change: z.object({ after: z.unknown(), after_unknown: z.unknown() }),
    }),
  ),
})

/** The resources of `terraform show -json <plan>`, as they will be. */
export function readPlan(stack: string, plan: unknown): Resource[] {
  return planJson
    .parse(plan)
    .resource_changes.filter(({ mode }) => mode === 'managed')
    .map(({ type, address, change }) => {
      const values = z.record(z.string(), z.unknown()).parse(withUnknown(change.after, change.after_unknown))
      return { stack, type, address, values }
    })
}

/** `after` leaves out what is unknown; `after_unknown` has `true` in its place. */
function withUnknown(after: unknown, unknown: unknown): unknown {
  if (unknown === true) return UNKNOWN
  if (Array.isArray(after)) return after.map((item, index) => withUnknown(item, Object(unknown)[index]))
  if (typeof after !== 'object' || after === null) return after === null ? undefined : after
  const names = new Set([...Object.keys(after), ...Object.keys(Object(unknown))])
  return Object.fromEntries(
    [...names].map((name) => [name, withUnknown(Reflect.get(after, name), Object(unknown)[name])]),
  )
}

/** Statements of a policy text; none while the text is not known yet. */
export function statementsOf(policy: unknown): readonly unknown[] {
  return typeof policy !== 'string' || policy === UNKNOWN ? [] : blocks(at(JSON.parse(policy), 'Statement'))
}

/** The value at a path; a block written as a list of one is looked through (plans write all blocks as lists). */
export function at(value: unknown, ...path: readonly string[]): unknown {
  const here = Array.isArray(value) && value.length === 1 ? value[0] : value
  const [step, ...rest] = path
  if (step === undefined) return here
  return typeof here === 'object' && here !== null ? at(Reflect.get(here, step), ...rest) : undefined
}

/** A block or a list of blocks, as a list. */
export function blocks(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}
