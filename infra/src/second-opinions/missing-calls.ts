import type { EnvironmentConfig } from '../environments/config.ts'
import type { Resource } from '../policy/resource.ts'
import { callsOf, OPERATIONS, RIGHTS } from '../rights/rights-table.ts'
import type { RecordedCall } from './recorded-calls.ts'

/** Recorded calls that the rights table does not have for the type of resource, as text. */
export function missingCalls(
  config: EnvironmentConfig,
  resources: readonly Resource[],
  recorded: readonly RecordedCall[],
): readonly string[] {
  const known = new Set(
    resources.flatMap(({ stack, address, type, values }) => {
      const rights = RIGHTS[type]?.({ config, stack, address, values })
      if (rights === undefined) return []
      const calls = [...OPERATIONS.flatMap((operation) => callsOf(rights, operation)), ...(rights.person?.calls ?? [])]
      return calls.map(({ action }) => `${type} ${action}`.toLowerCase())
    }),
  )
  return recorded
    .filter(({ type, action }) => !known.has(`${type} ${action}`.toLowerCase()))
    .map(({ type, action }) => `${type} calls ${action}, which the rights table does not have`)
    .sort()
}
