import { CommanderError } from 'commander'
import pc from 'picocolors'
import { EXIT, explain } from './errors.ts'
import { createProgram } from './program.ts'

const program = createProgram((exitCode) => {
  process.exitCode = exitCode
}).exitOverride()

try {
  await program.parseAsync()
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? EXIT.ok : EXIT.usage
  } else {
    process.stderr.write(`${pc.red('error')} ${explain(thrown)}\n`)
    process.exitCode = EXIT.failed
  }
}
