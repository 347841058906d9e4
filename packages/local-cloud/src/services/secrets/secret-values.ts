import type { DatabaseLocation } from '../../stack/inputs.ts'
import type { SecretModel } from '../../stack/model/model.ts'

/** What the caller gives for secrets and databases. */
export interface SecretSources {
  /** By Terraform address, `<stack>/<address>` or secret name. */
  readonly secrets: Readonly<Record<string, string>>
  /** By Terraform address or `<stack>/<address>`. */
  readonly databases: Readonly<Record<string, DatabaseLocation>>
}

/**
 * The first value of a secret: the caller's, the stack's own, or for a managed one the database's user and password, as
 * RDS writes them. Undefined when there is none; reading the secret then fails as in AWS.
 */
export function initialValue(secret: SecretModel, { secrets, databases }: SecretSources): string | undefined {
  const given = secrets[secret.id] ?? secrets[secret.address] ?? secrets[secret.name]
  if (given !== undefined) return given
  if (secret.database === undefined) return secret.initialValue
  const database = databases[secret.database.id] ?? databases[secret.database.address]
  return database && JSON.stringify({ username: database.username, password: database.password })
}

/** Keys of the option `secrets` that no secret of the stacks has: a misspelt one would otherwise go unnoticed. */
export function unknownSecrets(
  secrets: Readonly<Record<string, string>>,
  models: readonly SecretModel[],
): readonly string[] {
  const known = new Set(models.flatMap(({ id, address, name }) => [id, address, name]))
  return Object.keys(secrets).filter((key) => !known.has(key))
}
