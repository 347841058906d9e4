import type { Model, Models } from '../table/model.ts'
import { cellText, code } from './render-docs.ts'
import { splitTarget } from '../table/identifiers.ts'
import { modeOf } from '../modes/modes.ts'

/** The docs page of one model, in Markdown. */
export function renderModelDocs(model: Model): string {
  const rows = Object.entries(model.columns).map(([name, column]) => {
    const { references, pii } = column
    const notes = [
      ...(references === undefined ? [] : [`key of [${references}](${references}.md)`]),
      ...(pii ? ['personal data'] : []),
    ].join(', ')
    const cells = [
      code(name),
      code(column.kind.postgresType),
      column.nullable ? 'yes' : 'no',
      cellText(column.doc),
      notes,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    `# ${model.target}`,
    '',
    model.doc,
    '',
    `- Owner: ${model.owner}`,
    `- Model: made in Postgres of ${model.inputs.map((input) => `[${input}](${input}.md)`).join(', ')}`,
    `- Primary key: ${model.primaryKey.map(code).join(', ')}`,
    `- Load: ${modeOf(model).ofModel}`,
    '',
    '| Column | Postgres | NULL | Meaning | Notes |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '```sql',
    model.sql.trim(),
    '```',
    '',
  ].join('\n')
}

/** A name as Mermaid takes it without quotes. */
function node(target: string): string {
  return splitTarget(target).table.replace(/\W/g, '_')
}

/** The page of all models: a link to each, and what is made of what as a Mermaid drawing. */
export function renderModelsIndex(models: Models): string {
  const rows = models.map((model) => {
    const { target, owner, doc } = model
    return `| [${target}](${target}.md) | ${owner} | ${modeOf(model).name} | ${cellText(doc)} |`
  })
  const own = new Set(models.map(({ target }) => target))
  const inputs = [...new Set(models.flatMap((model) => model.inputs))].filter((input) => !own.has(input)).sort()
  return [
    '# Models',
    '',
    'Tables that Postgres makes of [tables](README.md) after they are published.',
    '',
    '| Model | Owner | Load | One row is |',
    '|---|---|---|---|',
    ...rows,
    '',
    '```mermaid',
    'flowchart LR',
    ...inputs.map((input) => `  ${node(input)}[${node(input)}]`),
    ...models.map(({ target }) => `  ${node(target)}([${node(target)}])`),
    ...models.flatMap(({ target, inputs: read }) => read.map((input) => `  ${node(input)} --> ${node(target)}`)),
    '```',
    '',
  ].join('\n')
}
