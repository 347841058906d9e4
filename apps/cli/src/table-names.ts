/** Where targets live when nobody says otherwise (design, section 8). */
const DEFAULT_SCHEMA = 'analytics'

/** `answers` means `analytics.answers`; a name with a schema stands for itself. */
export function targetName(name: string): string {
  return name.includes('.') ? name : `${DEFAULT_SCHEMA}.${name}`
}

export function targetNames(names: readonly string[]): string[] {
  return names.map(targetName)
}
