import type { Authorize } from './ports.ts'
import { deniedError } from './service-errors.ts'

/** Asks the host whether a role may make a call. @throws Error named AccessDeniedException when it may not */
export async function checkAllowed(
  authorize: Authorize | undefined,
  roleArn: string,
  action: string,
  resource: string,
  context: Readonly<Record<string, string>> = {},
): Promise<void> {
  try {
    await authorize?.({ roleArn, action, resource, context })
  } catch (error) {
    throw deniedError(roleArn, action, resource, error instanceof Error ? error.message : String(error))
  }
}
