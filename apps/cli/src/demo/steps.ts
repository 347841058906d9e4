import pc from 'picocolors'
import type { Output } from '../output.ts'
import { bar, formatCount, formatSeconds } from '../render/format.ts'

export interface Steps {
  /** Announces a step, does it, and says how long it took. `name` is for the summary. */
  step<T>(name: string, title: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T>
  /** Seconds of each step so far, in order. */
  readonly seconds: Readonly<Record<string, number>>
}

/** Prints the demo's steps with their time, and progress in place while one is under way. */
export function createSteps(output: Output): Steps {
  const seconds: Record<string, number> = {}
  return {
    seconds,
    async step(name, title, work) {
      output.line(`\n${pc.bold(pc.cyan(`${Object.keys(seconds).length + 1}`))} ${pc.bold(title)}`)
      const started = performance.now()
      let last = ''
      const progress = (text: string) => {
        if (output.live) output.redraw(`  ${pc.dim(text)}`)
        else if (!output.json && text !== last && !isBar(text)) output.note(`  ${text}`)
        last = text
      }
      const result = await work(progress)
      seconds[name] = (performance.now() - started) / 1000
      output.line(pc.dim(`  ${formatSeconds(seconds[name])}`))
      return result
    },
  }
}

/** `███░░░ 120,000 of 300,000 rows` */
export function rowsBar(done: number, total: number): string {
  return `${bar(done, total, 24)} ${formatCount(done)} of ${formatCount(total)} rows`
}

/** A bar is only worth drawing where it can be drawn again in place. */
function isBar(text: string): boolean {
  return /^[█░]/.test(text)
}
