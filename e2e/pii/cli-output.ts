import { planCommand } from '@hourglass/cli/commands/plan'
import { statusCommand } from '@hourglass/cli/commands/status'
import { writeLocalConnection } from '@hourglass/cloud/local-connection'
import type { Output } from '@hourglass/cli/output'
import { vi } from 'vitest'
import type { TestLocal } from '../support/test-local.ts'

/** What the commands print about the latest run, for people and for scripts. */
export async function cliOutput(cloud: TestLocal): Promise<string> {
  vi.stubEnv('HOURGLASS_HOME', cloud.folder)
  await writeLocalConnection(cloud.local.connection)
  const printed: string[] = []
  for (const json of [false, true]) {
    const print = (text = '') => void printed.push(text)
    const output: Output = {
      json,
      live: false,
      width: 200,
      line: print,
      note: print,
      redraw: print,
      result: (value, text) => print(json ? JSON.stringify(value) : text()),
    }
    await statusCommand({}, output)
    await planCommand({}, output)
  }
  vi.unstubAllEnvs()
  return printed.join('\n')
}
