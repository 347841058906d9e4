/* oxlint-disable typescript/no-unnecessary-type-parameters -- the comparison works through unused function types */

/** `true` when the compiler takes `A` and `B` for the same type; for type tests. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
