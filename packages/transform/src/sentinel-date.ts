import type { Transform } from '@hourglass/catalog-kit/transform'
import { refuse } from './refuse.ts'

/** What becomes of a sentinel: NULL, itself, or the row goes to quarantine. No date is ever put in its place. */
export type SentinelPolicy = 'null' | 'keep' | 'quarantine'

/** What a policy returns: only `null` returns NULL, so that the compiler refuses it in a NOT NULL column. */
type Given<Policy extends SentinelPolicy> = Policy extends 'null' ? string | null : string

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/

const DOCS: Readonly<Record<SentinelPolicy, string>> = {
  null: 'become NULL, and are counted',
  keep: 'are kept: they mean what they say',
  quarantine: 'send their row to quarantine',
}

/**
 * The policy for dates that an application writes where it has none: `9999-12-31` for "never ends", `1970-01-01` for
 * "unknown". A sentinel without a time matches that whole day, one with a time matches that second. A real date that
 * equals a sentinel is treated like one (edge case 58), so each column names its own. MySQL's zero dates need no
 * transform, because Postgres has no such dates: their kinds make them NULL, or quarantine the row of a NOT NULL column
 * (edge case 57).
 *
 * @throws TypeError when a sentinel is neither a date nor a date and time
 *
 * @example
 * ```ts
 * ends_on: col.date({ doc: '…', nullable: true, using: sentinelDate(['9999-12-31'], 'null') })
 * ```
 */
export function sentinelDate<const Policy extends SentinelPolicy>(
  sentinels: readonly [string, ...string[]],
  becomes: Policy,
): Transform<string, Given<Policy>> {
  for (const sentinel of sentinels) {
    if (DATE.test(sentinel) || DATE_TIME.test(sentinel)) continue
    throw new TypeError(`sentinelDate: "${sentinel}" is not a date; write 9999-12-31 or 1970-01-01 00:00:00`)
  }
  const wanted = new Set(sentinels)
  const name = `sentinelDate([${sentinels.map((one) => `'${one}'`).join(', ')}], '${becomes}')`
  return Object.freeze({
    name,
    doc: `Dates and moments that stand for none (${sentinels.join(', ')}) ${DOCS[becomes]}. Any other as it is.`,
    masks: false,
    apply: (value, context) => {
      // `Given` is the value's own type, with NULL where the policy is 'null'; a type parameter does not narrow.
      const kept = value as Given<Policy>
      if (becomes === 'keep' || !(wanted.has(value.slice(0, 10)) || wanted.has(value.slice(0, 19)))) return kept
      if (becomes === 'quarantine') return refuse(name, 'a sentinel date')
      context.note?.('sentinel date to NULL')
      return null as Given<Policy>
    },
  } satisfies Transform<string, Given<Policy>>)
}
