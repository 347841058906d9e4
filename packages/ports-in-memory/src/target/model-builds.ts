import { type Model, modelHash } from '@hourglass/catalog-kit/model'
import type { ModelBuild, StageModelAnswer, StageModelRequest } from '@hourglass/contracts/target/models'
import type { LiveRow } from './live-rows.ts'
import type { Publishes } from './publishes.ts'
import type { StagingAreas } from './staging-areas.ts'

/** Stands for the SELECT of a model: its rows from `since` on, all of them when that is null. */
export type ModelRows = (since: string | null) => readonly LiveRow[]

const MODEL_PART = 'model'

/** Makes rows of models, and remembers of which publishes of their inputs they were made. */
export class ModelBuilds {
  readonly #built = new Map<string, ModelBuild>()
  readonly #rowsOf: Readonly<Record<string, ModelRows>>
  readonly #publishes: Publishes
  readonly #areas: StagingAreas

  constructor(rowsOf: Readonly<Record<string, ModelRows>>, publishes: Publishes, areas: StagingAreas) {
    this.#rowsOf = rowsOf
    this.#publishes = publishes
    this.#areas = areas
  }

  record(target: string, build: ModelBuild): void {
    this.#built.set(target, build)
  }

  stage({ model, run, staging, mode }: StageModelRequest): StageModelAnswer {
    const of = (input: string) => this.#publishes.of(input)
    const bounds = model.inputs.flatMap((input) => this.#publishes.watermark(input) ?? [])
    const common = {
      bound: bounds.sort()[0] ?? null,
      behind: model.inputs.filter((input) => !of(input).some((entry) => entry.run === run)),
    }
    const never = model.inputs.filter((input) => of(input).length === 0)
    if (never.length > 0) {
      return { ...common, action: 'waiting', because: `not published yet: ${never.join(', ')}` }
    }
    const because = mode === 'full' ? 'a full run' : this.#whyBuild(model)
    if (because === null) return { ...common, action: 'nothing', because: 'nothing new in its inputs' }
    const rows = this.#rowsOf[model.target]?.(null)
    if (!rows) throw new Error(`the test has given no rows for model "${model.target}"`)
    this.#areas.fill(staging, MODEL_PART, rows)
    return {
      ...common,
      action: 'staged',
      rows: rows.length,
      window: { lower: null, bound: common.bound },
      because,
      build: {
        definition: modelHash(model),
        inputs: Object.fromEntries(model.inputs.map((input) => [input, this.#publishes.fence(input)])),
      },
    }
  }

  /** Every build makes all rows: which ones would do is the real adapter's to know. */
  #whyBuild(model: Model): string | null {
    const built = this.#built.get(model.target)
    if (!built) return 'first build'
    if (built.definition !== modelHash(model)) return 'the model is not the one it was'
    const changed = model.inputs.filter((input) =>
      this.#publishes
        .of(input)
        .some(
          ({ fence, counts }) =>
            fence > (built.inputs[input] ?? 0) && counts.inserted + counts.updated + counts.deleted > 0,
        ),
    )
    return changed.length === 0 ? null : `changed: ${changed.join(', ')}`
  }
}
