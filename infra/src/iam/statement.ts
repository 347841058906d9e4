/** A value of a policy: text, or an expression that Terraform resolves (a construct's attribute). */
export type PolicyText = string

export interface Statement {
  readonly sid: string
  readonly effect?: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  readonly resources: readonly PolicyText[]
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
  /** Only in resource policies. */
  readonly principals?: '*' | Readonly<Record<string, string | readonly string[]>>
}

/** A policy as the JSON text that IAM takes: plain, so that a review and the local run can both read it. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map(render) })
}

/** Lets an AWS service take a role, for resources of this account only (confused deputy). */
export function trustPolicy(service: string, account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: service },
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  })
}

/** Lambda takes its role without a source account, so its trust carries no condition. */
export function lambdaTrustPolicy(): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  })
}

function render(statement: Statement) {
  return {
    Sid: statement.sid,
    Effect: statement.effect ?? 'Allow',
    ...(statement.principals === undefined ? {} : { Principal: statement.principals }),
    Action: statement.actions,
    Resource: statement.resources,
    ...(statement.conditions === undefined ? {} : { Condition: statement.conditions }),
  }
}
