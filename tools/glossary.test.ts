import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const MIGRATIONS = 'packages/postgres-target/sql/migrations'
const words = new Set([...read('docs/glossary.md').matchAll(/`([\w/]+)`/g)].map((match) => match[1] ?? ''))

test('explains every column of the control schema', () => {
  const sql = readdirSync(path.join(root, MIGRATIONS)).map((file) => read(`${MIGRATIONS}/${file}`))
  const columns = sql.flatMap((text) => [
    ...text.matchAll(/^ {2}(?!primary|unique|check|constraint|foreign)(\w+) [a-z]/gm),
    ...text.matchAll(/add column (?:if not exists )?(\w+)/g),
  ])
  const names = columns.map((match) => match[1] ?? '')
  expect(names.length).toBeGreaterThan(30)
  expect([...new Set(names)].filter((name) => !words.has(name))).toEqual([])
})

test('explains every word of the S3 key layout', () => {
  const keys = read('packages/contracts/src/s3-keys.ts').match(/OBJECT_PATTERNS = \{[^}]*\}/)?.[0] ?? ''
  const segments = [...keys.matchAll(/'([^']+)'/g)].flatMap((match) => (match[1] ?? '').split(/[/.*]+/))
  const found = segments.filter((word) => word !== '' && word !== 'json')
  expect(found.length).toBeGreaterThan(8)
  const explained = (word: string) => words.has(word) || words.has(word.replace(/s$/, ''))
  expect([...new Set(found)].filter((word) => !explained(word))).toEqual([])
})
