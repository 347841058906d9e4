import type { Program } from '../run/execution.ts'

/**
 * ARN of a child execution: `...:execution:SM/LABEL:NAME`, or `...:express:SM/LABEL:NAME:UUID`. Worked out when it is
 * asked for, since a Map Run may have a million children.
 */
export function childArn({ stateMachineArn, type }: Program, name: string): string {
  if (type === 'STANDARD') return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`
  return `${stateMachineArn.replace(':stateMachine:', ':express:')}:${name}:${secondUuid(name)}`
}

// Another arrangement of the name's random digits: it only has to be a UUID of its own and the same every time.
function secondUuid(name: string): string {
  const hex = name.replaceAll('-', '')
  const tail = hex.slice(20, 24) + hex.slice(4, 8) + hex.slice(13, 16) + hex.slice(8, 9)
  return `${hex.slice(24)}-${hex.slice(0, 4)}-4${hex.slice(17, 20)}-a${hex.slice(9, 12)}-${tail}`
}
