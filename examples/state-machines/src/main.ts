import { EXAMPLES } from './catalog.ts'
import { runExample } from './run-example.ts'
import { line } from './show.ts'

// `pnpm --dir examples start csv` runs one example; without a name it lists them.

const name = process.argv[2] ?? ''
const example = EXAMPLES[name]
if (example === undefined) {
  for (const [each, { about }] of Object.entries(EXAMPLES)) line(`${each.padEnd(18)} ${about}`)
  process.exit(name === '' ? 0 : 2)
}
await runExample(name, example)
