/** What became of one mutant. Everything that no test has noticed is a survivor, also what a comment has switched off. */
export interface Mutant {
  /** Path from the root of the repository. */
  readonly file: string
  readonly line: number
  /** What was changed: `ConditionalExpression`, `StringLiteral`. */
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** As Stryker names it. */
  readonly status: string
}

/** One file, or all of them. */
export interface Score {
  readonly killed: number
  readonly survived: number
  /** Killed of all, in percent. */
  readonly percent: number
}

/** A survivor that was looked at, and why it may live. */
export interface Excused {
  readonly file: string
  readonly original: string
  readonly replacement: string
  readonly reason: string
}

/** A mutant that ends in an endless loop is noticed by every test that runs it. */
const KILLED = new Set(['Killed', 'Timeout'])
/** Code that cannot run says nothing about tests. */
const NOT_RUN = new Set(['CompileError', 'RuntimeError'])

export function survivorsOf(mutants: readonly Mutant[]): readonly Mutant[] {
  return mutants.filter(({ status }) => !KILLED.has(status) && !NOT_RUN.has(status))
}

/** @throws Error when there is nothing to score: a run that mutated nothing proves nothing */
export function scoreOf(mutants: readonly Mutant[]): Score {
  const killed = mutants.filter(({ status }) => KILLED.has(status)).length
  const survived = survivorsOf(mutants).length
  if (killed + survived === 0) throw new Error('no mutant was run; do the paths in tools/mutants/mutated.ts exist?')
  return { killed, survived, percent: (100 * killed) / (killed + survived) }
}

/** Scores by file, the lowest first. */
export function scoresByFile(mutants: readonly Mutant[]): readonly (Score & { readonly file: string })[] {
  const files = [...new Set(mutants.map(({ file }) => file))]
  const scores = files.map((file) => ({ file, ...scoreOf(mutants.filter((mutant) => mutant.file === file)) }))
  return scores.sort((a, b) => a.percent - b.percent || (a.file < b.file ? -1 : 1))
}

/** Survivors that nobody has explained, and explanations whose mutant is dead or gone. */
export function compareWithExcused(
  survivors: readonly Mutant[],
  excused: readonly Excused[],
): { readonly unexplained: readonly Mutant[]; readonly stale: readonly Excused[] } {
  const sameAs = (mutant: Mutant) => (one: Excused) =>
    one.file === mutant.file && one.original === mutant.original && one.replacement === mutant.replacement
  return {
    unexplained: survivors.filter((mutant) => !excused.some(sameAs(mutant))),
    stale: excused.filter((one) => !survivors.some((mutant) => sameAs(mutant)(one))),
  }
}
