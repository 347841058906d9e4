import { memory } from './memory.ts'
import { pipeline } from './pipeline.ts'

/** `pnpm bench <name> [arguments]`. Ratios and medians count, not the figures of one machine. */
const BENCHMARKS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  memory,
  pipeline,
  'step-functions': async () => {
    process.argv.splice(2, 1) // it reads its arguments itself
    await import('./step-functions.ts')
    return 0
  },
}

const [name = '', ...args] = process.argv.slice(2)
const benchmark = BENCHMARKS[name]
if (!benchmark) {
  process.stderr.write(`usage: pnpm bench <${Object.keys(BENCHMARKS).join(' | ')}>\n`)
  process.exit(2)
}
process.exitCode = await benchmark(args)
