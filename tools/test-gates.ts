import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'

/** A check of the whole repository that needs no server. */
export interface Gate {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** Finds the number of checked files in the output; a gate that checked none has failed. */
  readonly counts?: RegExp
}

export interface GateResult {
  readonly name: string
  readonly passed: boolean
  /** What a person needs to see: one line when it passed, the whole output when it did not. */
  readonly text: string
  readonly seconds: number
}

const GATES: readonly Gate[] = [
  { name: 'format', command: ['biome', 'format', '.'], counts: /Checked (\d+) files?/ },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'], counts: /on (\d+) files?/ },
  { name: 'boundaries', command: ['tsx', 'tools/check-boundaries.ts'] },
  { name: 'mode names', command: ['tsx', 'tools/check-mode-names.ts'] },
  { name: 'unused', command: ['knip', '--no-config-hints'] },
  { name: 'citations', command: ['tsx', 'tools/cases.ts', '--check'], counts: /cases: (\d+) files/ },
  { name: 'types', command: ['tsc', '--noEmit'] },
]
const RootManifest = z.object({ scripts: z.record(z.string(), z.string()) })

/** The gates of the repository at `root`: `golden` only when it has that script. */
export async function gatesOf(root: string): Promise<Gate[]> {
  const { scripts } = RootManifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const golden: Gate = { name: 'golden', command: ['pnpm', 'golden', '--check'] }
  return scripts['golden'] === undefined ? [...GATES] : [...GATES, golden]
}

/** Runs one gate in `root`. Never rejects: a program that can't be started is a failed gate. */
export async function runGate(gate: Gate, root: string): Promise<GateResult> {
  const started = performance.now()
  const [program, ...args] = gate.command
  const result = await execa(program, args, { cwd: root, preferLocal: true, stdin: 'ignore', all: true, reject: false })
  const seconds = (performance.now() - started) / 1000
  const output = result.all.trimEnd()
  if (result.failed) return { name: gate.name, passed: false, text: output || result.shortMessage || 'failed', seconds }
  if (gate.counts === undefined)
    return { name: gate.name, passed: true, text: output.split('\n').at(-1) ?? '', seconds }
  const files = Number(gate.counts.exec(output)?.[1] ?? 0)
  const text = files === 0 ? `checked no file:\n${output}` : `${files} files`
  return { name: gate.name, passed: files > 0, text, seconds }
}
