import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { readSettings } from '@hourglass/core/settings'
import { toolSettings } from './settings.ts'

const exec = promisify(execFile)
const OUTPUT_LIMIT = 256 * 1024 * 1024

export interface ToolResult {
  readonly code: number
  readonly output: string
}

/** Where a program is on the PATH; undefined when it is not there. */
export function findTool(name: string): string | undefined {
  for (const folder of readSettings(toolSettings).path.split(delimiter)) {
    const file = join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

function environment(more: Readonly<Record<string, string>>): Record<string, string> {
  const { path, home } = readSettings(toolSettings)
  return { PATH: path, HOME: home, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', ...more }
}

/** Runs a program to its end. */
export async function runTool(
  file: string,
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ToolResult> {
  try {
    const { stdout } = await exec(file, [...args], { cwd, env: environment(more), maxBuffer: OUTPUT_LIMIT })
    return { code: 0, output: stdout }
  } catch (error) {
    const { code, stdout, stderr } = Object(error)
    return {
      code: typeof code === 'number' ? code : 1,
      output: `${String(stdout ?? '')}${String(stderr ?? error)}`.trim(),
    }
  }
}

/** Starts a program that stays. */
export function startTool(file: string, args: readonly string[], more: Readonly<Record<string, string>>): ChildProcess {
  return spawn(file, [...args], { env: environment(more), stdio: 'ignore' })
}
