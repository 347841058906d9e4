import { isObject, type Json } from '@hourglass/local-stepfunctions/language/json'
import { DEFAULT_RETRY, type RetryPolicy } from '../../services/delivery.ts'
import { asBlocks } from '../rules/blocks.ts'
import { textOf } from './read-arguments.ts'

/** The block `retry_policy` of a rule's or a schedule's target. */
export function readRetry(value: Json | undefined): RetryPolicy {
  const [block] = asBlocks(value)
  const number = (name: string): number | undefined => {
    const text = isObject(block) ? textOf(block[name]) : undefined
    return text === undefined ? undefined : Number(text)
  }
  return {
    maximumAgeSeconds: number('maximum_event_age_in_seconds') ?? DEFAULT_RETRY.maximumAgeSeconds,
    maximumRetries: number('maximum_retry_attempts') ?? DEFAULT_RETRY.maximumRetries,
  }
}

/** The ARN in a nested block such as `dead_letter_config`. */
export function arnIn(value: Json | undefined, name: string): string | undefined {
  const [block] = asBlocks(value)
  return textOf(block?.[name])
}
