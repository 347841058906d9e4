import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const file = z.strictObject({
  source: z.string(),
  actions: z.record(z.string(), z.strictObject({ on: z.string(), keys: z.string(), dependsOn: z.string() })),
  resources: z.record(z.string(), z.record(z.string(), z.strictObject({ arn: z.string(), keys: z.string() }))),
})

/** An action, as AWS's Service Authorization Reference has it. */
export interface ReferencedAction {
  /** Resource types; none for an action that takes only `*`. */
  readonly on: readonly { readonly type: string; readonly arn: string; readonly required: boolean }[]
  /** Condition keys of the action and of its resources. */
  readonly keys: readonly string[]
  /** What AWS checks besides, for some uses of the action. */
  readonly dependsOn: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ').filter(Boolean)

function readReference(): ReadonlyMap<string, ReferencedAction> {
  const path = join(import.meta.dirname, 'service-reference.json')
  const { actions, resources } = file.parse(JSON.parse(readFileSync(path, 'utf8')))
  return new Map(
    Object.entries(actions).map(([name, { on, keys, dependsOn }]) => {
      const known = resources[name.split(':')[0] ?? ''] ?? {}
      const types = words(on).map((word) => {
        const type = word.replace(/\*$/, '')
        return { type, arn: known[type]?.arn ?? '', required: word.endsWith('*') }
      })
      const ofResources = types.flatMap(({ type }) => words(known[type]?.keys ?? ''))
      return [name, { on: types, keys: [...words(keys), ...ofResources], dependsOn: words(dependsOn) }] as const
    }),
  )
}

/** The actions that are used here (`extract-reference.ts`). */
export const REFERENCE: ReadonlyMap<string, ReferencedAction> = readReference()

const compiled = new Map<string, RegExp>()

/** Whether an ARN has the form that the reference gives: `arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}`. */
export function hasForm(arn: string, form: string): boolean {
  let expression = compiled.get(form)
  if (expression === undefined) {
    const text = form.replaceAll(/[\\^$.|+()[\]{}*?]/g, String.raw`\$&`).replaceAll(/\\\$\\\{[^}]+\\\}/g, '.*')
    expression = new RegExp(`^${text}$`)
    compiled.set(form, expression)
  }
  return expression.test(arn)
}

/** Whether AWS documents a condition key for an action; `aws:RequestTag/${TagKey}` stands for every tag. */
export function hasKey({ keys }: ReferencedAction, key: string): boolean {
  return keys.some((known) => {
    const open = known.replace(/\$\{[^}]+\}$/, '').replace(/(?<=\/)tag-key$/, '')
    return (
      known.toLowerCase() === key.toLowerCase() || (open !== known && key.toLowerCase().startsWith(open.toLowerCase()))
    )
  })
}
