import type { LibraryTransform } from './define-transform.ts'

/** A value as a reader can recognise it: quotes around text, NULL in capitals, invisible characters as escapes. */
function shownValue(value: unknown): string {
  if (value === null) return 'NULL'
  const source = JSON.stringify(value).replace(/[\p{Cf}\p{Zl}\p{Zp}\u00a0]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`
  })
  // A table cell of Markdown; code spans take everything but the pipe.
  return `\`${source.replaceAll('|', '\\|').replaceAll('`', "'")}\``
}

function section(transform: LibraryTransform): string {
  const { name, doc, masks, examples } = transform
  return [
    `## ${name}`,
    '',
    doc,
    ...('inputs' in transform ? ['', 'Makes one value of several inputs of a row (`inputs` of a column).'] : []),
    ...(masks ? ['', 'Needs the masking key; the examples use a key that everybody knows.'] : []),
    '',
    '| In | Out |',
    '|---|---|',
    ...examples.map((example) => `| ${shownValue(example.in)} | ${shownValue(example.out)} |`),
    '',
  ].join('\n')
}

/** The page that lists all transforms. Its examples are the tests of the library. */
export function renderRegistry(transforms: readonly LibraryTransform[]): string {
  const intro =
    'Named, pure changes of one value, or of several inputs of a row, for `using` in a table file. Import each from `@hourglass/transform/<name-with-dashes>`.'
  return ['# Transforms', '', intro, '', ...transforms.map(section)].join('\n')
}
