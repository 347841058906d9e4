import { buffer } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
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

test('the time zone does not change the bytes', async () => {
  const zips: string[] = []
  const hours: number[] = []
  for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Auckland']) {
    vi.stubEnv('TZ', zone)
    hours.push(new Date(0).getHours())
    zips.push((await deterministicZip(FILES)).toString('base64'))
  }
  vi.unstubAllEnvs()
  expect(new Set(hours).size).toBe(4)
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
