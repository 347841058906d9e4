import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

test('the version has a section in the changelog, below the one for what comes next', () => {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')))
  const sections = [...read('CHANGELOG.md').matchAll(/^## (\S+)/gm)].map((match) => match[1])
  expect(sections.slice(0, 2)).toEqual(['Unreleased', version])
})
