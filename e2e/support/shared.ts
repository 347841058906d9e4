import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { CANDIDATE_EXPERIENCE } from '@hourglass/candidate-experience/folder'
import { synthesize } from '@hourglass/local/synth'
import { inject } from 'vitest'

/*
 * What is expensive and the same for every test file is made once for a whole run of the tests: see global-setup.ts.
 */

/** What `global-setup.ts` hands to every test file. */
export interface Shared {
  /** Synthesized output is kept here until the run of the tests has ended. */
  readonly folder: string
  /** MySQL database that holds the demo's data, to be copied from. */
  readonly demoDatabase: string
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly shared: Shared
  }
}

/**
 * Synthesized output for a catalog folder (default: the demo's), made by the first test file that asks.
 * Nobody writes into it: to run an edited stack, copy it.
 */
export async function synthesizedOnce(catalog = CANDIDATE_EXPERIENCE): Promise<string> {
  const name = createHash('sha256').update(catalog).digest('hex').slice(0, 12)
  const output = path.join(inject('shared').folder, name)
  if (existsSync(output)) return output
  const making = `${output}-${randomBytes(4).toString('hex')}`
  await synthesize(making, catalog)
  try {
    // Another file may have been faster; its output is the same.
    await rename(making, output)
  } catch (thrown) {
    if (!existsSync(output)) throw thrown
    await rm(making, { recursive: true })
  }
  return output
}
