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
  // In a process of its own: a worker thread of the test runner cannot change the time zone.
  const script = `
    import { deterministicZip } from ${JSON.stringify(new URL('./deterministic-zip.ts', import.meta.url).href)}
    const found = []
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Auckland']) {
      process.env.TZ = zone
      const zip = await deterministicZip([{ name: 'index.mjs', contents: Buffer.from('x') }])
      found.push({ hour: new Date(0).getHours(), zip: zip.toString('base64') })
    }
    process.stdout.write(JSON.stringify(found))
  `
  const run = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const found: { hour: number; zip: string }[] = JSON.parse(execFileSync(process.execPath, run, { encoding: 'utf8' }))
  expect(new Set(found.map(({ hour }) => hour)).size).toBe(4)
  expect(new Set(found.map(({ zip }) => zip)).size).toBe(1)
}, 120_000)

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
