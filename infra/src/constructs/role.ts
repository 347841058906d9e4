import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js'
import { Construct } from 'constructs'
import type { EnvironmentConfig } from '../environments/config.ts'
import { policyDocument, type Statement } from '../iam/statement.ts'
import { boundaryArn } from '../resource-names.ts'

export interface RoleProps {
  readonly config: EnvironmentConfig
  readonly name: string
  readonly description: string
  /** Who may take the role, as a policy text (`iam/statement.ts`). */
  readonly trust: string
  readonly statements: readonly Statement[]
  /** True for the roles of CI itself: a person makes them, and CI must carry no more than its own policy says. */
  readonly withoutBoundary?: boolean
}

/**
 * A role with one inline policy: nobody else can use the policy, and it goes when the role goes. It carries the
 * environment's boundary, without which CI may not make it (`iam/boundary.ts`).
 *
 * @example
 * const role = new Role(this, 'import', {
 *   config, name: named(config, 'target-import'), description: 'Pulls parts.',
 *   trust: trustPolicy('rds.amazonaws.com', config.account),
 *   statements: [{ sid: 'ReadParts', actions: ['s3:GetObject'], resources: [`${bucket.arn}/runs/*`] }],
 * })
 */
export class Role extends Construct {
  readonly arn: string
  readonly name: string
  readonly policy: IamRolePolicy

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id)
    const role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      assumeRolePolicy: props.trust,
      ...(props.withoutBoundary === true ? {} : { permissionsBoundary: boundaryArn(props.config) }),
    })
    this.policy = new IamRolePolicy(this, 'policy', {
      name: props.name,
      role: role.id,
      policy: policyDocument(props.statements),
    })
    this.arn = role.arn
    this.name = role.name
  }
}
