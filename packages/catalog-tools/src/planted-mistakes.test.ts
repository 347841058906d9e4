import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CatalogError } from '@hourglass/catalog-kit/errors'
import { expect, test } from 'vitest'
import { loadCatalog } from './load-catalog.ts'
import { exportName, renderCatalog } from './table-files.ts'

/*
 * Mistakes that people make in table files. Most of them do not compile (catalog-kit, define-table.test-d.ts); a catalog
 * outside this repository may never have met a compiler, so that each also has to be reported when it is loaded, with
 * file, field and fix.
 */

const SOUND = `import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { emptyToNull } from '@hourglass/transform/empty-to-null'

export const EXPORT = defineTable({
  source: 'SOURCE',
  target: 'analytics.SOURCE',
  doc: 'One row per review.',
  owner: 'feedback',
  columns: {
    id: col.bigintUnsigned({ doc: 'Key.' }),
    score: col.decimal({ doc: 'Score.', precision: 5, scale: 2, nullable: true }),
    state: col.enum({ doc: 'State.', values: ['open', 'closed'] }),
    comment: col.text({ doc: 'Comment.', nullable: true, using: emptyToNull }),
    email: col.text({ doc: 'Address.' }),
    updated_at: col.timestamptz({ doc: 'Cursor.' }),
  },
  primaryKey: ['id'],
  split: { by: 'id', rows: 10_000 },
  load: { mode: 'merge', cursor: 'updated_at', overlapSeconds: 600 },
})
`

/** What is planted, where it stands in the sound file, what stands there instead, and what the report has to say. */
const MISTAKES: readonly (readonly [name: string, sound: string, planted: string, field: string, says: RegExp])[] = [
  ['no-source', "  source: 'SOURCE',\n", '', 'source', /is empty.*as MySQL has it/],
  ['long-source', "source: 'SOURCE'", `source: '${'x'.repeat(65)}'`, 'source', /65 characters.*at most 64/],
  ['no-schema', "target: 'analytics.SOURCE'", "target: 'SOURCE'", 'target', /names no schema.*schema\.table/],
  ['quoted-target', "target: 'analytics.SOURCE'", "target: 'analytics.My Table'", 'target', /not a plain name/],
  ['own-schema', "target: 'analytics.SOURCE'", "target: 'hourglass.SOURCE'", 'target', /reserved.*another schema/],
  ['long-target', "target: 'analytics.SOURCE'", `target: 'analytics.${'t'.repeat(64)}'`, 'target', /64 bytes.*shorter/],
  ['empty-doc', "doc: 'One row per review.'", "doc: ' '", 'doc', /is empty.*what one row is/],
  ['no-owner', "  owner: 'feedback',\n", '', 'owner', /is empty.*name the team/],
  ['misspelt-field', "owner: 'feedback'", "ownr: 'feedback'", 'ownr', /no such field/],
  ['no-column-doc', "col.text({ doc: 'Address.' })", 'col.text({})', 'columns.email.doc', /is empty.*in a sentence/],
  ['plain-column', "col.text({ doc: 'Address.' })", "'text'", 'columns.email', /is not a column.*col\.text/],
  [
    'misspelt-option',
    "doc: 'Address.' }",
    "doc: 'Address.', usng: emptyToNull }",
    'columns.email.usng',
    /no such option/,
  ],
  [
    'nullable-word',
    "doc: 'Address.' }",
    "doc: 'Address.', nullable: 'no' }",
    'columns.email.nullable',
    /neither true nor false/,
  ],
  ['bad-column-name', 'email: col', "'e-mail': col", 'columns.e-mail', /needs quotes.*"from"/],
  ['long-column-name', 'email: col', `${'c'.repeat(64)}: col`, `columns.${'c'.repeat(64)}`, /64 bytes/],
  ['system-column', 'email: col', 'ctid: col', 'columns.ctid', /system column/],
  ['own-column', 'email: col', '_hourglass_x: col', 'columns._hourglass_x', /as the columns of Hourglass/],
  [
    'same-source-column',
    "doc: 'Address.' }",
    "doc: 'Address.', from: 'STATE' }",
    'columns.email.from',
    /already read by "state"/,
  ],
  ['empty-from', "doc: 'Address.' }", "doc: 'Address.', from: '' }", 'columns.email.from', /is empty/],
  ['no-precision', 'precision: 5, scale: 2', 'scale: 2', 'columns.score', /precision undefined.*1 to 65/],
  ['scale-above-precision', 'precision: 5, scale: 2', 'precision: 5, scale: 6', 'columns.score', /scale 6/],
  ['no-values', ", values: ['open', 'closed']", '', 'columns.state', /no values.*list the values/],
  ['value-twice', "['open', 'closed']", "['open', 'open']", 'columns.state', /listed twice/],
  [
    'no-transform',
    'using: emptyToNull',
    "using: 'trim'",
    'columns.comment.using',
    /not a transform.*@hourglass\/transform/,
  ],
  [
    'reads-word',
    "doc: 'Address.' }",
    "doc: 'Address.', reads: 'int', using: emptyToNull }",
    'columns.email.reads',
    /is not a kind/,
  ],
  ['empty-key', "primaryKey: ['id']", 'primaryKey: []', 'primaryKey', /has no columns/],
  [
    'unknown-key',
    "primaryKey: ['id']",
    "primaryKey: ['uuid']",
    'primaryKey[0]',
    /not a column.*choose one of: id, score/,
  ],
  ['nullable-key', "primaryKey: ['id']", "primaryKey: ['score']", 'primaryKey[0]', /may be NULL/],
  ['key-twice', "primaryKey: ['id']", "primaryKey: ['id', 'id']", 'primaryKey[1]', /is listed twice/],
  [
    'unordered-key',
    "primaryKey: ['id']",
    "primaryKey: ['state']",
    'primaryKey[0]',
    /col\.enum, whose values have no exact order/,
  ],
  ['masked-key', "doc: 'Key.' }", "doc: 'Key.', using: emptyToNull }", 'primaryKey[0]', /goes through emptyToNull/],
  ['unknown-split', "by: 'id'", "by: 'ID'", 'split.by', /"ID" is not a column/],
  ['small-chunks', 'rows: 10_000', 'rows: 999', 'split.rows', /is 999.*from 1000 to 5000000/],
  ['huge-chunks', 'rows: 10_000', 'rows: 5_000_001', 'split.rows', /from 1000 to 5000000/],
  ['split-word', "split: { by: 'id', rows: 10_000 }", "split: 'id'", 'split', /not an object/],
  [
    'no-load',
    "  load: { mode: 'merge', cursor: 'updated_at', overlapSeconds: 600 },\n",
    '',
    'load',
    /is missing.*mode: "merge"/,
  ],
  ['unknown-mode', "mode: 'merge'", "mode: 'upsert'", 'load.mode', /is "upsert"/],
  ['merge-without-cursor', "cursor: 'updated_at', ", '', 'load.cursor', /is missing.*"replace"/],
  [
    'timeless-cursor',
    "cursor: 'updated_at'",
    "cursor: 'id'",
    'load.cursor',
    /needs a date with a time of day.*timestamptz/,
  ],
  ['cursor-of-replace', "mode: 'merge'", "mode: 'replace'", 'load.cursor', /no such field/],
  ['endless-overlap', 'overlapSeconds: 600', 'overlapSeconds: 1e9', 'load.overlapSeconds', /seconds from 0 to 604800/],
  ['broken-syntax', "primaryKey: ['id'],", "primaryKey: ['id',", 'line 19', /Expected/],
  [
    'unknown-import',
    "'@hourglass/transform/empty-to-null'",
    "'@hourglass/transform/empty'",
    'line 3',
    /Could not resolve/,
  ],
  [
    'unknown-kind',
    "col.text({ doc: 'Address.' })",
    "col.varchar({ doc: 'Address.' })",
    'the file',
    /varchar is not a function/,
  ],
]

test(`${MISTAKES.length} planted mistakes are reported in one message, each with its file, field and fix`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'))
  try {
    await mkdir(join(folder, 'tables'))
    for (const [name, sound, planted] of MISTAKES) {
      expect(SOUND.includes(sound) ? name : `${name} plants nothing`).toBe(name)
      const source = name.replaceAll('-', '_')
      const text = SOUND.replace(sound, () => planted)
        .replaceAll('SOURCE', source)
        .replace('EXPORT', exportName(name))
      await writeFile(join(folder, 'tables', `${name}.ts`), text)
    }
    await writeFile(join(folder, 'catalog.ts'), renderCatalog(MISTAKES.map(([name]) => name)))

    const error = await loadCatalog(folder).then(
      () => expect.fail('the catalog was loaded'),
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(CatalogError)
    const { problems, message } = error as CatalogError
    for (const [name, , , field, says] of MISTAKES) {
      const file = `tables/${name}.ts`
      const found = problems.filter((problem) => problem.file === file && problem.field === field)
      expect([name, found.length]).toEqual([name, 1])
      expect(`${found[0]?.found}; ${found[0]?.fix}`).toMatch(says)
      expect(message).toContain(`${file}, `)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}, 30_000)

test('the file that the mistakes are planted in is sound', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'planted-'))
  try {
    await mkdir(join(folder, 'tables'))
    await writeFile(
      join(folder, 'tables/reviews.ts'),
      SOUND.replaceAll('SOURCE', 'reviews').replace('EXPORT', 'reviews'),
    )
    await writeFile(join(folder, 'catalog.ts'), renderCatalog(['reviews']))
    const [table] = await loadCatalog(folder)
    expect(table?.target).toBe('analytics.reviews')
  } finally {
    await rm(folder, { recursive: true })
  }
})
