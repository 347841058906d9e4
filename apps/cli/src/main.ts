import { CommanderError } from 'commander'
import pc from 'picocolors'
import { EXIT, explain } from './errors.ts'
import { InterruptedError, listenForInterruption } from './interruption.ts'
import { createProgram } from './program.ts'
import { withoutNodeWarning } from '@hourglass/local/sdk-warning'

Object.assign(process.env, withoutNodeWarning)
// `hourglass status | head` closes the pipe early; a closed terminal is gone while servers still have to be stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const program = createProgram((exitCode) => {
  process.exitCode = exitCode
}, listenForInterruption())

try {
  await program.parseAsync()
} catch (thrown) {
  // What was interrupted may still have something under way.
  if (thrown instanceof InterruptedError) process.exit(thrown.exitCode)
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? EXIT.ok : EXIT.usage
  } else {
    process.stderr.write(`${pc.red('error')} ${explain(thrown)}\n`)
    process.exitCode = EXIT.failed
  }
}
