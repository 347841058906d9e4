import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where the Terraform of two synths differs, as `<stack> <path>: <left> | <right>`. Versions and the spelling of the
 * provider's name may differ (`aws` and `hashicorp/aws` are the same provider).
 */
export function differencesOf(leftStacks: string, rightStacks: string): string[] {
  const names = new Set([...readdirSync(leftStacks), ...readdirSync(rightStacks)])
  if (names.size === 0) return ['there is nothing to compare']
  return [...names].sort().flatMap((name) => {
    const [left, right] = [leftStacks, rightStacks].map((folder) => readStack(join(folder, name, 'cdk.tf.json')))
    return compare(left, right, name)
  })
}

const MAY_DIFFER = [/\.terraform\.required_providers\.aws\.(version|source)$/, /\.\/\/\.metadata\.version$/]

function compare(left: unknown, right: unknown, path: string): string[] {
  if (MAY_DIFFER.some((allowed) => allowed.test(path))) return []
  if (isObject(left) && isObject(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)])
    return [...keys].sort().flatMap((key) => compare(left[key], right[key], `${path}.${key}`))
  }
  return JSON.stringify(left) === JSON.stringify(right) ? [] : [`${path}: ${shown(left)} | ${shown(right)}`]
}

function readStack(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Enough of a value to find it. */
function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80)
}
