import type { Account } from './account.ts'
import { StackError } from './errors.ts'

/** A database server that stands for a database instance of the stack. */
export interface DatabaseLocation {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly databaseName?: string | undefined
}

/** What AWS or a person would supply when the stacks are applied. */
export interface CloudInputs {
  /** Default: the region of the AWS provider in the stacks, else us-east-1. */
  readonly region?: string | undefined
  /** Twelve digits; default: the first account that the AWS provider in the stacks allows, else 000000000000. */
  readonly accountId?: string | undefined
  /** Values of Terraform variables, by name; they win over defaults. */
  readonly variables: Readonly<Record<string, string>>
  /** By Terraform address (`aws_db_instance.target`), or `<stack>/<address>` where two stacks have the same one. */
  readonly databases: Readonly<Record<string, DatabaseLocation>>
}

/** {@link CloudInputs} with the account settled. */
export interface StackInputs extends CloudInputs {
  readonly account: Account
}

/** The server given for a database instance. @throws StackError when none was given */
export function databaseOf(inputs: StackInputs, stack: string, address: string): DatabaseLocation {
  const found = inputs.databases[`${stack}/${address}`] ?? inputs.databases[address]
  if (found !== undefined) return found
  throw new StackError(
    `stack "${stack}" has the database instance ${address}, and no server was given for it; ` +
      `add "${address}" to the option databases (given: ${Object.keys(inputs.databases).join(', ') || 'none'})`,
  )
}
