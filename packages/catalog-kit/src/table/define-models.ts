import { CatalogError, type CatalogProblem } from '../errors.ts'
import type { Model } from './model.ts'
import type { Catalog } from './table.ts'

function findDuplicates(catalog: Catalog, models: readonly Model[]): readonly CatalogProblem[] {
  const taken = new Map(catalog.map(({ target }) => [target, 'a table']))
  return models.flatMap(({ target }) => {
    const by = taken.get(target)
    taken.set(target, 'another model')
    if (by === undefined) return []
    return [{ table: target, field: 'target', found: `is already the target of ${by}`, fix: 'choose another name' }]
  })
}

function findDangling(catalog: Catalog, models: readonly Model[]): readonly CatalogProblem[] {
  const known = new Set([...catalog, ...models].map(({ target }) => target))
  const missing = (table: string, field: string, name: string | undefined, fix: string): readonly CatalogProblem[] =>
    name === undefined || known.has(name)
      ? []
      : [{ table, field, found: `the catalog has no table or model "${name}"`, fix }]
  return models.flatMap(({ target, inputs, columns }) => [
    ...inputs.flatMap((input, index) =>
      missing(target, `inputs[${index}]`, input, 'add it to the catalog, or do not read it'),
    ),
    ...Object.entries(columns).flatMap(([name, { references }]) =>
      missing(target, `columns.${name}.references`, references, 'correct it, or leave it out'),
    ),
  ])
}

/**
 * Models in waves: each reads only tables and models of earlier waves. Within a wave by target name, so that every
 * machine gives the same order. Models that read each other in a circle are in none.
 */
export function modelWaves<M extends Model>(models: readonly M[]): readonly (readonly M[])[] {
  const waves: M[][] = []
  let left = [...models].sort((a, b) => (a.target < b.target ? -1 : 1))
  while (left.length > 0) {
    const waiting = new Set(left.map(({ target }) => target))
    const wave = left.filter(({ inputs }) => !inputs.some((input) => waiting.has(input)))
    if (wave.length === 0) break
    waves.push(wave)
    left = left.filter((model) => !wave.includes(model))
  }
  return waves
}

/**
 * All models of a catalog together, frozen, each after those it reads.
 *
 * @throws CatalogError with every target that is taken, every input that is not there, and every circle.
 */
export function defineModels<const M extends Model>(catalog: Catalog, models: readonly M[]): readonly M[] {
  const ordered = modelWaves(models).flat()
  const circle = models.filter((model) => !ordered.includes(model))
  const problems: readonly CatalogProblem[] = [
    ...findDuplicates(catalog, models),
    ...findDangling(catalog, models),
    ...circle.map(({ target }) => {
      const found = `reads, or waits for, a circle of models: ${circle.map((each) => each.target).join(', ')}`
      return { table: target, field: 'inputs', found, fix: 'let one of them read tables instead' }
    }),
  ]
  if (problems.length > 0) throw new CatalogError(problems)
  return Object.freeze(ordered)
}
