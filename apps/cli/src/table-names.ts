/** Where targets live when nobody says otherwise. */
const DEFAULT_SCHEMA = 'analytics'

/** `answers` means `analytics.answers`; a name with a schema stands for itself. */
export function targetName(name: string): string {
  return name.includes('.') ? name : `${DEFAULT_SCHEMA}.${name}`
}

export function targetNames(names: readonly string[]): string[] {
  return names.map(targetName)
}

/** How a table is shown: what {@link targetName} adds is left away, so what is shown can be typed. */
export function shortName(target: string): string {
  return target.startsWith(`${DEFAULT_SCHEMA}.`) ? target.slice(DEFAULT_SCHEMA.length + 1) : target
}
