import { createHash } from 'node:crypto'
import { type Flow, processorOf, type State } from '../language/definition.ts'

/**
 * The labels that Distributed Map states without `Label` get: a UUID each, the same for every run of one definition
 * of one machine, as in AWS.
 */
export function generatedLabels(flow: Flow, stateMachineArn: string): ReadonlyMap<State, string> {
  const labels = new Map<State, string>()
  const visit = (inner: Flow, path: string): void => {
    for (const [name, state] of Object.entries(inner.States)) {
      const at = `${path}/${name}`
      if (state.Type === 'Map') {
        labels.set(state, nameUuid(`${stateMachineArn}${at}`))
        visit(processorOf(state), at)
      }
      state.Branches?.forEach((branch, index) => {
        visit(branch, `${at}[${index}]`)
      })
    }
  }
  visit(flow, '')
  return labels
}

/** A version 3 UUID (a hash of a name, RFC 9562). */
function nameUuid(name: string): string {
  const bytes = createHash('md5').update(name).digest()
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x30, 6)
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
