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

const planJson = z.object({
  planned_values: z.object({
    root_module: z.object({
      resources: z
        .array(z.object({ type: z.string(), address: z.string(), values: z.record(z.string(), z.unknown()) }))
        .default([]),
    }),
  }),
})

/** The resources of `terraform show -json <plan>`; what is known only after apply is absent there. */
export function readPlan(stack: string, plan: unknown): Resource[] {
  return planJson.parse(plan).planned_values.root_module.resources.map((found) => ({ stack, ...found }))
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
