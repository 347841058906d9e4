import { append, type AppendDefinition, type AppendLoad } from './append.ts'
import type { LoadMode, ModeType } from './load-mode.ts'
import { merge, type MergeDefinition, type MergeLoad } from './merge.ts'
import { replace, type ReplaceLoad } from './replace.ts'

/**
 * Every load mode, by name: its complete form, and the form that a table file writes. A new mode is an entry in the two
 * types and in `MODES`, a file here, and a strategy in postgres-target; the compiler names what is missing.
 */
export interface Loads<Cursor extends string = string> {
  readonly merge: MergeLoad<Cursor>
  readonly replace: ReplaceLoad
  readonly append: AppendLoad<Cursor>
}
export interface LoadDefinitions<Cursor extends string = string> {
  readonly merge: MergeDefinition<Cursor>
  readonly replace: ReplaceLoad
  readonly append: AppendDefinition<Cursor>
}
const MODES: { readonly [M in ModeName]: ModeType<LoadDefinitions[M], Loads[M]> } = { merge, replace, append }

export type ModeName = keyof Loads

/** How staged rows become live rows: one closed union, so that two fields can never disagree. */
export type Load<Cursor extends string = string> = Loads<Cursor>[ModeName]

/** The same, as a table file writes it. */
export type LoadDefinition<Cursor extends string = string> = LoadDefinitions<Cursor>[ModeName]

/** As far as publishing is concerned, whoever fills the table. */
export type TargetLoad<Cursor extends string = string> = {
  [M in ModeName]: Omit<Loads<Cursor>[M], 'overlapSeconds'>
}[ModeName]

/** The same of a model, which has no overlap: its inputs decide what is made again. */
export type ModelLoad<Cursor extends string = string> = {
  [M in ModelModeName]: Omit<Loads<Cursor>[M], 'overlapSeconds'>
}[ModelModeName]

/** The modes whose `model` is not null: a SELECT has no events that are only appended to. */
type ModelModeName = Exclude<ModeName, 'append'>

export const MODE_NAMES = Object.keys(MODES) as readonly ModeName[] // the table has no other keys

/** The mode that a definition names, or undefined when there is none of that name. */
export function modeNamed(name: unknown): ModeType<LoadDefinition, Load> | undefined {
  if (!MODE_NAMES.some((known) => known === name)) return undefined
  // Each entry takes the member of the union that carries its own name, and `name` is that one.
  return MODES[name as ModeName]
}

/** What the mode of a table or model answers. */
export function modeOf({ load }: { readonly load: Load | TargetLoad }): LoadMode {
  const overlapSeconds = 'overlapSeconds' in load ? load.overlapSeconds : 0
  // As above; a model's load lacks only the overlap, which is handed in.
  return (MODES[load.mode] as ModeType<LoadDefinition, Load>).describe(load as Load, overlapSeconds)
}

/** Fills in the defaults of what a table file says. */
export function completeLoad<Cursor extends string>(definition: LoadDefinition<Cursor>): Load<Cursor> {
  // As above; `complete` keeps the cursor that it was given.
  return (MODES[definition.mode] as ModeType<LoadDefinition, Load>).complete(definition) as Load<Cursor>
}
