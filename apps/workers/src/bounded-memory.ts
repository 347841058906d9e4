import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { LambdaHandler } from './invocation.ts'

/**
 * Collects garbage after each invocation. The buffers of a chunk live just long enough to reach the old generation,
 * which V8 leaves alone until its limit is near: a warm worker would grow with every chunk (about 1.7 MB each, measured
 * with `pnpm bench memory`), up to its whole memory. A collection takes some 15 ms, a chunk many seconds.
 */
export function boundedMemory<Result>(handler: LambdaHandler<Result>): LambdaHandler<Result> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  return async (event, context) => {
    try {
      return await handler(event, context)
    } finally {
      if (typeof collect === 'function') collect()
    }
  }
}
