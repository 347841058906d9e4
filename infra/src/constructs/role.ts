import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js'
import { Construct } from 'constructs'
import { policyDocument, type Statement } from '../iam/statement.ts'

export interface RoleProps {
  readonly name: string
  readonly description: string
  /** Who may take the role, as a policy text (`iam/statement.ts`). */
  readonly trust: string
  readonly statements: readonly Statement[]
}

/**
 * A role with one inline policy: nobody else can use the policy, and it goes when the role goes.
 *
 * @example
 * const role = new Role(this, 'import', {
 *   name: named(config, 'target-import'), description: 'Pulls parts.',
 *   trust: trustPolicy('rds.amazonaws.com', config.account),
 *   statements: [{ sid: 'ReadParts', actions: ['s3:GetObject'], resources: [`${bucket.arn}/runs/*`] }],
 * })
 */
export class Role extends Construct {
  readonly arn: string
  readonly policy: IamRolePolicy

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id)
    const role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      assumeRolePolicy: props.trust,
    })
    this.policy = new IamRolePolicy(this, 'policy', {
      name: props.name,
      role: role.id,
      policy: policyDocument(props.statements),
    })
    this.arn = role.arn
  }
}
