import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { globSync } from 'tinyglobby'
import { expect, test } from 'vitest'
import { z } from 'zod'

const root = path.resolve(import.meta.dirname, '..')
const Manifest = z.object({ exports: z.record(z.string(), z.unknown()).default({}) })
const folders = globSync(['{apps,packages,examples}/*/package.json', '{infra,e2e,bench,tools}/package.json'], {
  cwd: root,
}).map((file) => path.dirname(file))

test.for(folders)('%s says what it is for, and names its doors', (folder) => {
  expect(existsSync(path.join(root, folder, 'README.md'))).toBe(true)
  const readme = readFileSync(path.join(root, folder, 'README.md'), 'utf8')
  expect(readme.split('\n').filter((line) => line !== '').length).toBeGreaterThan(3)
  const { exports } = Manifest.parse(JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')))
  expect(Object.keys(exports).length === 0 || /\bdoors?\b/i.test(readme)).toBe(true)
})

test('there are packages to look at', () => expect(folders.length).toBeGreaterThan(20))
