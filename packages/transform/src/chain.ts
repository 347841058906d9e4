import type { RowTransform, Transform, TransformContext } from '@hourglass/catalog-kit/transform'

/**
 * Two transforms one after the other, as one. NULL from the first ends it, as no transform sees NULL. The first may be a
 * row transform; then both together are one.
 *
 * @example
 * ```ts
 * body: col.text({ doc: '…', nullable: true, using: chain(redactContacts, emptyToNull) })
 * ```
 */
export function chain<In extends Readonly<Record<string, unknown>>, Middle, Out>(
  first: RowTransform<In, Middle>,
  second: Transform<NonNullable<Middle>, Out>,
): RowTransform<In, Out | Extract<Middle, null>>
export function chain<In, Middle, Out>(
  first: Transform<In, Middle>,
  second: Transform<NonNullable<Middle>, Out>,
): Transform<In, Out | Extract<Middle, null>>
export function chain<In, Middle, Out>(
  first: Transform<In, Middle> & { readonly inputs?: object },
  second: Transform<NonNullable<Middle>, Out>,
): Transform<In, Out | Extract<Middle, null>> {
  const apply = (value: In, context: TransformContext) => {
    const middle = first.apply(value, context)
    // Null is the only value of `Middle` that `second` does not take.
    return middle === null ? middle : second.apply(middle as NonNullable<Middle>, context)
  }
  return Object.freeze({
    name: `chain(${first.name}, ${second.name})`,
    doc: `First ${first.name}, then ${second.name}; NULL from the first stays NULL.`,
    masks: first.masks || second.masks,
    ...(first.inputs === undefined ? {} : { inputs: first.inputs }),
    // `middle === null` is `Extract<Middle, null>`; the compiler does not narrow a type parameter so far.
    apply: apply as (value: In, context: TransformContext) => Out | Extract<Middle, null>,
  })
}
