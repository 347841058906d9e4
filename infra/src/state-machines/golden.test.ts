import { expect, test } from 'vitest'
import { EXAMPLE_DEFINITIONS } from '../../test/example-definitions.ts'
import { mermaid } from './mermaid.ts'

const GOLDEN = '../../golden'

/*
 * What a review sees of a change. After a change that is meant: pnpm --filter @hourglass/infra exec vitest run -u golden
 */

test.each(Object.entries(EXAMPLE_DEFINITIONS))('%s is what the golden file says', async (name, definition) => {
  const text = `${JSON.stringify(definition, null, 2)}\n`
  expect(text.length).toBeGreaterThan(1000)
  await expect(text).toMatchFileSnapshot(`${GOLDEN}/${name}.golden.json`)
})

test('the drawing is that of the golden file', async () => {
  const drawings = Object.entries(EXAMPLE_DEFINITIONS).map(
    ([name, definition]) => `## ${name}\n\n${definition.Comment}\n\n\`\`\`mermaid\n${mermaid(definition)}\n\`\`\`\n`,
  )
  const text = `# The state machines\n\nDrawn from their definitions by \`infra/src/state-machines/mermaid.ts\`.\n\n${drawings.join('\n')}`
  await expect(text).toMatchFileSnapshot(`${GOLDEN}/state-machines.md`)
})

test('the drawing holds every state and follows every transition', () => {
  const text = mermaid(EXAMPLE_DEFINITIONS['sync-table'])
  for (const line of [
    'OneChunk -->|"$.action StringEquals one-chunk"| ExtractAndLoad',
    'subgraph Extract ["Extract: Distributed Map, EXPRESS children"]',
    'Publish -.->|"StagingLostError"| Stage',
    'Load --> Publish',
  ]) {
    expect(text).toContain(line)
  }
})
