import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import type { Output } from '../output.ts'
import { bar, formatCount, formatSeconds } from '../render/format.ts'

/** Prints the demo's steps with their time, and progress in place while one is under way. */
export function createSteps(output: Output) {
  const redraw = createLogUpdate(process.stderr)
  let number = 0

  /** Announces a step, does it, and says how long it took. */
  async function step<T>(title: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T> {
    number += 1
    output.line(`\n${pc.bold(pc.cyan(`${number}`))} ${pc.bold(title)}`)
    const started = performance.now()
    let last = ''
    const progress = (text: string) => {
      if (output.live) redraw(`  ${pc.dim(text)}`)
      else if (!output.json && text !== last && !isBar(text)) output.note(`  ${text}`)
      last = text
    }
    try {
      return await work(progress)
    } finally {
      redraw.clear()
      output.line(pc.dim(`  ${formatSeconds((performance.now() - started) / 1000)}`))
    }
  }

  return { step }
}

/** `███░░░ 120,000 of 300,000 rows` */
export function rowsBar(done: number, total: number): string {
  return `${bar(done, total, 24)} ${formatCount(done)} of ${formatCount(total)} rows`
}

/** A bar is only worth drawing where it can be drawn again in place. */
function isBar(text: string): boolean {
  return /^[█░]/.test(text)
}
