import { MassDeleteRefusedError } from '@hourglass/contracts/errors'
import type { PublishRequest } from '@hourglass/contracts/target/publishing'

/** Above both, a publish is refused: a share of the live rows, and a number that a person would have deleted by hand. */
const MOST_SHARE = 0.3
const MOST_ROWS = 10

/**
 * Stops a publish that would delete suspiciously much, or everything: more often a broken extract than the truth.
 *
 * @throws MassDeleteRefusedError
 */
export function checkMassDelete(
  request: Pick<PublishRequest, 'table' | 'run' | 'manifest' | 'allowMassDelete'>,
  { candidates, live }: { readonly candidates: number; readonly live: number },
): void {
  const { table, run, manifest, allowMassDelete } = request
  const tooMany = candidates > MOST_ROWS && candidates > live * MOST_SHARE
  const everything = manifest.rows === 0 && live > 0
  if (allowMassDelete || !(tooMany || everything)) return
  throw new MassDeleteRefusedError(
    `table "${table.target}" run ${run}: ${candidates} of ${live} live rows are not among the ${manifest.rows} extracted ` +
      'and would be deleted; nothing was published. If they are really gone at the source, retry with --allow-mass-delete',
    { fields: { table: table.target, run, candidates, live } },
  )
}
