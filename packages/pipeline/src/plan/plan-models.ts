import { modelWaves } from '@hourglass/catalog-kit/define-models'
import type { Model, Models } from '@hourglass/catalog-kit/model'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { syncTableExecutionName } from '@hourglass/contracts/names'
import type { ModelItem, RunInput, RunMode } from '@hourglass/contracts/steps'

/**
 * Models of a run: all of them when no table was asked for; else those asked for by name, and those that read, directly
 * or through other models, a table of the run.
 *
 * @param models each after the models that it reads, as `defineModels` returns them
 */
export function chooseModels(
  models: Models,
  asked: readonly string[] | undefined,
  tables: readonly TargetTable[],
): Models {
  if (asked === undefined) return models
  const reached = new Set(tables.map(({ target }) => target))
  return models.filter(({ target, inputs }) => {
    const chosen = asked.includes(target) || inputs.some((input) => reached.has(input))
    if (chosen) reached.add(target)
    return chosen
  })
}

/** The waves of a run, each item as the input of `build-model` and the name of its execution. */
export function planWaves(
  run: string,
  mode: RunMode,
  models: Models,
  tables: readonly TargetTable[],
  input: Pick<RunInput, 'allowMassDelete'>,
): ModelItem[][] {
  const published = new Set([...tables, ...models].map(({ target }) => target))
  const itemOf = ({ target, inputs }: Model): ModelItem => ({
    execution: syncTableExecutionName(run, target, 1),
    input: {
      run,
      table: target,
      mode,
      attempt: 1,
      allowMassDelete: input.allowMassDelete?.includes(target) ?? false,
      waitsFor: inputs.filter((name) => published.has(name)),
    },
  })
  return modelWaves(models).map((wave) => wave.map(itemOf))
}
