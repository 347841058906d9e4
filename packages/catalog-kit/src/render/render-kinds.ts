import type { Kind } from '../column/kind.ts'

function role(kind: Kind): string {
  if (!kind.orderable) return ''
  return kind.temporal ? 'key, split, cursor' : 'key, split'
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}

function row(kind: Kind): string {
  const options = kind.options === '' ? '' : `, ${kind.options}`
  const cells = [
    code(`col.${kind.name}({ doc${options} })`),
    kind.mysqlTypes.map(code).join(', '),
    code(kind.postgresType),
    code(kind.typescript.mysql),
    code(kind.typescript.postgres),
    role(kind),
  ]
  return `| ${cells.join(' | ')} |`
}

/** The page of kinds: what each reads, what it becomes, what the drivers return, and what it can be in a table. */
export function renderKinds(kinds: readonly Kind[]): string {
  return [
    '# Kinds',
    '',
    'How a column crosses from MySQL to Postgres. A kind reads every column that it can carry without loss, so a narrower',
    'integer or decimal is read by a wider kind too. The drivers are mysql2 (`dateStrings`, `supportBigNumbers`,',
    '`bigNumberStrings`) and pg with its defaults.',
    '',
    '| Builder | MySQL | Postgres | mysql2 gives | pg gives | Can be |',
    '|---|---|---|---|---|---|',
    ...kinds.map(row),
    '',
  ].join('\n')
}
