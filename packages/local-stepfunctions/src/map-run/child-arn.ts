import { nameUuid } from '../language/name-uuid.ts'
import type { Program } from '../run/execution.ts'

/**
 * ARN of a child execution: `...:execution:SM/LABEL:NAME`, or `...:express:SM/LABEL:NAME:UUID`. Worked out when it is
 * asked for, since a Map Run may have a million children.
 */
export function childArn({ stateMachineArn, type }: Program, name: string): string {
  if (type === 'STANDARD') return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`
  return `${stateMachineArn.replace(':stateMachine:', ':express:')}:${name}:${nameUuid(name)}`
}
