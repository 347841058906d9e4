import { z } from 'zod'
import { HourglassError } from './errors.ts'

/** One setting: where it is read, what it may hold, what it is for. Declared once, in the package that owns the name. */
export interface Setting<T> {
  readonly env: string
  readonly doc: string
  readonly schema: z.ZodType<T>
}

export type SettingsShape = Readonly<Record<string, Setting<unknown>>>

export type SettingsOf<S extends SettingsShape> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never
}

/** Declares a setting; `schema` reads the raw string and carries the default. */
export function setting<T>(env: string, doc: string, schema: z.ZodType<T>): Setting<T> {
  return { env, doc, schema }
}

/** A whole number given as text, from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  return z.coerce.number().int().min(min).max(max)
}

export class SettingsError extends HourglassError {
  constructor(problems: readonly string[]) {
    super(`the environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'SettingsError'
  }
}

/**
 * Reads all settings of `shape` from the environment. Only this function reads `process.env`.
 *
 * @throws SettingsError naming every variable that is missing or wrong, with what it is for. Values are not repeated.
 */
export function readSettings<S extends SettingsShape>(
  shape: S,
  env: Readonly<Record<string, string | undefined>> = process.env,
): SettingsOf<S> {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, declared] of Object.entries(shape)) {
    const raw = env[declared.env]
    const parsed = declared.schema.safeParse(raw === '' ? undefined : raw)
    if (parsed.success) {
      values[key] = parsed.data
    } else {
      const found = raw === undefined || raw === '' ? 'is missing' : (parsed.error.issues[0]?.message ?? 'is not valid')
      problems.push(`${declared.env} ${found} (${declared.doc})`)
    }
  }
  if (problems.length > 0) throw new SettingsError(problems)
  // Every key of the shape was parsed by its own schema above.
  return values as SettingsOf<S>
}
