import { execFileSync } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import yauzl from 'yauzl'
import { deterministicZip } from './deterministic-zip.ts'

const FILES = [
  { name: 'index.mjs', contents: Buffer.from('export const handler = () => 1\n') },
  { name: 'a/b.txt', contents: Buffer.from('ünïcode') },
]

test('the order of the entries does not change the bytes', async () => {
  const zip = await deterministicZip(FILES)
  expect(zip.length).toBeGreaterThan(100)
  expect(await deterministicZip([...FILES].reverse())).toEqual(zip)
})

test('the time zone does not change the bytes', () => {
  const script = `
    import { deterministicZip } from ${JSON.stringify(new URL('./deterministic-zip.ts', import.meta.url).href)}
    const zip = await deterministicZip([{ name: 'index.mjs', contents: Buffer.from('x') }])
    process.stdout.write(zip.toString('base64'))
  `
  const zips = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Auckland'].map((TZ) =>
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  )
  expect(zips[0]?.length).toBeGreaterThan(100)
  expect(new Set(zips).size).toBe(1)
})

test('another zip reader finds the entries, with mode 0644 and the fixed time', async () => {
  const entries = await readZip(await deterministicZip(FILES))
  expect(entries).toEqual([
    { name: 'a/b.txt', text: 'ünïcode', mode: 0o100644, year: 1980 },
    { name: 'index.mjs', text: 'export const handler = () => 1\n', mode: 0o100644, year: 1980 },
  ])
})

async function readZip(bytes: Buffer) {
  const found: { name: string; text: string; mode: number; year: number }[] = []
  const zip = await yauzl.fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) {
    const text = (await buffer(await zip.openReadStreamPromise(entry))).toString()
    const mode = entry.externalFileAttributes >>> 16
    found.push({ name: entry.fileName, text, mode, year: entry.getLastModDate().getFullYear() })
  }
  return found
}
