import { z } from 'zod'
import { causeText } from '@hourglass/contracts/cause-text'

/** What an alert of the synthesized rule says: EventBridge's status change of an execution. */
const statusChange = z.object({
  detail: z.object({
    name: z.string(),
    status: z.string(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
})

/** An alert, which people would get by e-mail, as one line. */
export function alertText(message: { readonly subject?: string | undefined; readonly message: string }): string {
  const event = parse(message.message)
  if (!event) return `alert: ${message.subject ?? message.message}`
  const { name, status, error, cause } = event.detail
  return `alert: ${[`${name} ${status}`, error, cause && causeText(cause)].filter(Boolean).join(': ')}`
}

function parse(text: string): z.infer<typeof statusChange> | null {
  try {
    return statusChange.parse(JSON.parse(text))
  } catch {
    return null
  }
}
