import type { RowTransform, Transform, TransformContext } from '@hourglass/catalog-kit/transform'

/** One line of a transform's documentation that is also its test. Masks are shown with the example key. */
export interface Example<In, Out> {
  readonly in: In
  readonly out: Out
}

/** A transform of this library: it shows by examples what it does. */
export interface LibraryTransform<In = unknown, Out = unknown> extends Transform<In, Out> {
  readonly examples: readonly Example<In, Out>[]
}

/** The key of the examples; anybody may know it. */
export const EXAMPLE_MASK_KEY = Buffer.alloc(32, 'example key ')

type Examples<In, Out> = readonly [Example<In, Out>, ...Example<In, Out>[]]

interface Described {
  readonly name: string
  readonly doc: string
}

/** A transform that depends on the value alone. */
export function defineTransform<In, Out>(
  definition: Described & { readonly examples: Examples<In, Out>; apply(value: In): Out },
): LibraryTransform<In, Out> {
  return Object.freeze({ ...definition, masks: false })
}

/** A transform that hides the value with the masking key. */
export function defineMask<In, Out>(
  definition: Described & { readonly examples: Examples<In, Out>; apply(value: In, maskKey: Buffer): Out },
): LibraryTransform<In, Out> {
  const { name, doc, examples } = definition
  return Object.freeze<LibraryTransform<In, Out>>({
    name,
    doc,
    examples,
    masks: true,
    apply: (value, context) => definition.apply(value, context.maskKey),
  })
}

/** A transform made from options; the registry shows one of each with examples. */
export function madeTransform<In, Out>(definition: Described & { apply(value: In): Out }): Transform<In, Out> {
  return Object.freeze({ ...definition, masks: false })
}

/** A transform that makes one value of several named inputs of a row. */
export function madeRowTransform<In extends Readonly<Record<string, unknown>>, Out>(
  definition: Described & {
    readonly inputs: readonly (keyof In & string)[]
    apply(values: In, context: TransformContext): Out
  },
): RowTransform<In, Out> {
  const inputs = Object.fromEntries(definition.inputs.map((name) => [name, true]))
  // `fromEntries` loses the names in its type.
  return Object.freeze({ ...definition, masks: false, inputs: Object.freeze(inputs) as RowTransform<In>['inputs'] })
}

/** Examples for a transform that was made from options. */
export function shown<In, Out>(
  transform: Transform<In, Out>,
  examples: Examples<NoInfer<In>, NoInfer<Out>>,
): LibraryTransform<In, Out> {
  return Object.freeze({ ...transform, examples })
}
