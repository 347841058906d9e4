import { bucketArn } from '../resource-names.ts'
import { bare, type Call, keyArn, type Rights, type RightsTable, STATE_KEY, type Subject } from './call.ts'
import { DATABASE_RIGHTS } from './databases.ts'
import { FUNCTION_RIGHTS } from './functions.ts'
import { IDENTITY_RIGHTS } from './identity.ts'
import { NETWORK_RIGHTS } from './network.ts'
import { OPERATIONS_RIGHTS } from './operations.ts'
import { STORAGE_RIGHTS } from './storage.ts'

/**
 * What creating, reading, changing, tagging and removing each resource of the stacks takes of whoever runs Terraform.
 *
 * A resource type without an entry fails `rights.test.ts`: look up the provider's calls in the file that the neighbours
 * name as their source, and what AWS calls in turn in the Service Authorization Reference (`service-reference.json`).
 */
export const RIGHTS: RightsTable = {
  ...NETWORK_RIGHTS,
  ...DATABASE_RIGHTS,
  ...FUNCTION_RIGHTS,
  ...STORAGE_RIGHTS,
  ...IDENTITY_RIGHTS,
  ...OPERATIONS_RIGHTS,
}

/** Stacks that a person applies. CI reads them, to see drift, and changes nothing. */
export const STACKS_OF_PEOPLE: readonly string[] = ['bootstrap']

export type Operation = 'create' | 'read' | 'change' | 'delete'
export const OPERATIONS: readonly Operation[] = ['create', 'read', 'change', 'delete']

/** The calls of one operation on a resource. A create and a change read back what they made. */
export function callsOf(rights: Rights, operation: Operation): readonly Call[] {
  switch (operation) {
    case 'create':
      return [...rights.create, ...rights.read]
    case 'read':
      return rights.read
    case 'change':
      return [...(rights.update ?? []), ...(rights.tag ?? []), ...rights.read]
    case 'delete':
      return [...rights.delete, ...rights.read]
  }
}

/** What Terraform itself calls for a stack, whatever is in it: its state, its lock, whose account it is. */
export function stateCalls({ config, stack }: Pick<Subject, 'config' | 'stack'>, writes: boolean): readonly Call[] {
  const bucket = bucketArn(config, `hourglass-terraform-state-${config.account}-${config.region}`)
  const objects = ['tfstate', 'tfstate.tflock'].map((kind) => `${bucket}/${config.name}/${stack}.${kind}`)
  const context = {
    'kms:ViaService': `s3.${config.region}.amazonaws.com`,
  }
  const key = (action: string): Call => ({ ...bare(action, keyArn(config, STATE_KEY), context) })
  return [
    bare('sts:GetCallerIdentity'),
    bare('s3:ListBucket', bucket),
    ...objects.map((on) => bare('s3:GetObject', on)),
    key('kms:Decrypt'),
    ...(writes
      ? [
          ...objects.map((on) => bare('s3:PutObject', on)),
          bare('s3:DeleteObject', objects[1]),
          key('kms:GenerateDataKey'),
        ]
      : []),
  ]
}
