import { modeOf } from '@hourglass/catalog-kit/modes'
import type { Model } from '@hourglass/catalog-kit/model'
import type { RunMode } from '@hourglass/contracts/steps'

/** An input of a model: how far it is, and what was published of it since the model was made of it. */
export interface InputState {
  readonly target: string
  /** null when it was never published. */
  readonly fence: number | null
  readonly watermark: string | null
  /** Fence that the last build saw; null when it did not read this input. */
  readonly seen: number | null
  /** Some publish since then wrote or deleted rows... */
  readonly changed: boolean
  /** ...one of them without a lower end, or by deleting... */
  readonly anywhere: boolean
  /** ...and rows at or after this cursor; null when there is no such publish. */
  readonly lower: string | null
  /** The run that asks has published it. */
  readonly thisRun: boolean
}

/** What the last build left; null before the first one. */
export interface BuiltState {
  readonly definition: string
  readonly watermark: string | null
}

export type BuildPlan =
  /** `since` null: all rows. */
  | { readonly action: 'build'; readonly since: string | null; readonly because: string }
  | { readonly action: 'nothing'; readonly because: string }
  /** An input was never published: not even an empty model is right. */
  | { readonly action: 'waiting'; readonly because: string }

/** What a model can be complete up to: the lowest watermark of its inputs that have one. */
export function boundOf(inputs: readonly InputState[]): string | null {
  const watermarks = inputs.flatMap(({ watermark }) => (watermark === null ? [] : [watermark]))
  return watermarks.sort()[0] ?? null
}

/**
 * Which rows of a model have to be made: pure.
 *
 * Every row that an incremental publish of an input wrote has its cursor at or after that publish's window. So the lowest
 * of those windows, over all publishes that the model has not seen, is the time to make rows from. It follows from the
 * ledger, not from the clock: an input that failed for hours, was published twice, or by a retry of an old run is covered.
 * All rows are made when that does not suffice: an input was written without a lower end (`replace`, a full run), rows
 * of it were deleted, or the model itself is new or another one.
 */
export function planBuild(
  model: Model,
  definition: string,
  built: BuiltState | null,
  inputs: readonly InputState[],
  mode: RunMode,
): BuildPlan {
  const never = inputs.filter(({ fence }) => fence === null)
  if (never.length > 0) return { action: 'waiting', because: `not published yet: ${names(never)}` }
  const all = (because: string): BuildPlan => ({ action: 'build', since: null, because })
  if (built === null) return all('first build')
  if (built.definition !== definition) return all('the model is not the one it was')
  if (mode === 'full') return all('a full run')
  const changed = inputs.filter((input) => input.changed)
  if (changed.length === 0) return { action: 'nothing', because: 'nothing new in its inputs since the last build' }
  const because = `changed: ${names(changed)}`
  if (modeOf(model).window === null) return all(because)
  const anywhere = changed.filter((input) => input.anywhere)
  if (anywhere.length > 0) return all(`changed without a lower end: ${names(anywhere)}`)
  if (built.watermark === null) return all(because)
  // Never after the watermark: a window that starts later would leave a gap, and is refused (`whySuperseded`).
  const [since = null] = [...changed.flatMap(({ lower }) => lower ?? []), built.watermark].sort()
  return { action: 'build', since, because }
}

function names(inputs: readonly InputState[]): string {
  return inputs.map(({ target }) => target).join(', ')
}
