import type { Target } from '@hourglass/contracts/target-port'
import { controlContract } from './target-control.ts'
import { publishContract } from './target-publish.ts'
import { stagingContract } from './target-staging.ts'

/** A target with one database of its own, migrated. */
export interface TargetWorld extends AsyncDisposable {
  readonly target: Target
  /** Live rows of `answers` or `settings` as `id note`, in the order of ids. */
  rows(target: string): Promise<readonly string[]>
}

/** What every `Target` promises. Models are apart: their rows come from SQL, which only Postgres runs. */
export function targetContract(open: () => Promise<TargetWorld>): void {
  controlContract(open)
  stagingContract(open)
  publishContract(open)
}
