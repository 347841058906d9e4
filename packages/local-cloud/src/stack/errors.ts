/** The synthesized stack cannot be run here: the message names the stack, the resource and the expression. */
export class StackError extends Error {
  override readonly name = 'StackError'
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
