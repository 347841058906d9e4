import { z } from 'zod'

/** What Lambda puts into the cause when a worker threw: name, message and stack as JSON. */
const workerError = z.object({ errorMessage: z.string() })

/** The sentence in a cause: a worker's own message where the cause is what Lambda reports, else the cause itself. */
export function causeText(cause: string): string {
  try {
    const parsed = workerError.safeParse(JSON.parse(cause))
    return parsed.success ? parsed.data.errorMessage : cause
  } catch {
    return cause
  }
}
