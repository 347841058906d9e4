import type { CopyBlock } from '@hourglass/contracts/source/rows'
import type { ObjectStore } from '@hourglass/contracts/store-port'
import { expect, test } from 'vitest'
import { z } from 'zod'

/** A store with one empty bucket of its own. */
export interface StoreWorld extends AsyncDisposable {
  readonly store: ObjectStore
  /** The text of an object, unpacked when it is gzipped; null when there is none. */
  textOf(key: string): Promise<string | null>
}

async function* blocksOf(...texts: string[]): AsyncGenerator<CopyBlock> {
  for (const text of texts) yield { bytes: Buffer.from(text), rows: text.split('\n').length - 1 }
}

async function textIn(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString('utf8')
}

const schema = z.object({ rows: z.number() })
const keyOf = (n: number) => `parts/c00001-abc-${n}.copy.gz`

/** What every `ObjectStore` promises. */
export function storeContract(open: () => Promise<StoreWorld>): void {
  test('JSON is replaced, or written once by whoever comes first', async () => {
    await using world = await open()
    const { store } = world
    expect(await store.putJson('a.json', { rows: 1 })).toEqual({ bucket: store.bucket, key: 'a.json' })
    await store.putJson('a.json', { rows: 2 })
    expect(await store.getJson('a.json', schema)).toEqual({ rows: 2 })
    const tried = await Promise.all([1, 2, 3].map((rows) => store.putJsonOnce('once.json', { rows })))
    expect(tried.filter(({ written }) => written)).toHaveLength(1)
    const winner = tried.findIndex(({ written }) => written)
    expect(await store.getJson('once.json', schema)).toEqual({ rows: winner + 1 })
  })

  test('a missing object is null to find and an error to get; a wrong one says what is wrong', async () => {
    await using world = await open()
    const { store } = world
    expect(await store.findJson('none.json', schema)).toBeNull()
    await expect(store.getJson('none.json', schema)).rejects.toMatchObject({ name: 'ObjectMissingError' })
    await store.putJson('wrong.json', { rows: 'many' })
    await expect(store.getJson('wrong.json', schema)).rejects.toMatchObject({ name: 'InvalidInputError' })
    await expect(store.findJson('wrong.json', schema)).rejects.toMatchObject({ name: 'InvalidInputError' })
  })

  test('a page for people is what was written', async () => {
    await using world = await open()
    await world.store.putText('a.html', '<p>ä</p>', 'text/html; charset=utf-8')
    expect(await world.textOf('a.html')).toBe('<p>ä</p>')
  })

  test('a packed text is written once and read back as it was', async () => {
    await using world = await open()
    const { store } = world
    expect(await store.findPacked('lookup.json.gz')).toBeNull()
    expect(await store.putPackedOnce('lookup.json.gz', 'é\n')).toEqual({ written: true })
    expect(await store.putPackedOnce('lookup.json.gz', 'other')).toEqual({ written: false })
    expect(await store.findPacked('lookup.json.gz')).toBe('é\n')
  })

  test('lists what starts with a prefix, in the order of keys', async () => {
    await using world = await open()
    const { store } = world
    for (const key of ['runs/a/2.json', 'runs/a/1.json', 'runs/ab.json']) await store.putJson(key, {})
    const found = await store.list('runs/a/')
    expect(found.map(({ key }) => key)).toEqual(['runs/a/1.json', 'runs/a/2.json'])
    expect(found[0]?.modifiedAt).toBeInstanceOf(Date)
    expect(await store.list('none/')).toEqual([])
  })

  test('parts are row-aligned, close at their size, and are read back byte for byte', async () => {
    await using world = await open()
    const { store } = world
    const parts = await store.writeParts(blocksOf('1\ta\n2\tb\n', '3\tc\n', '4\td\n'), keyOf, 10)
    expect(parts.map(({ key, rows, rawBytes }) => [key, rows, rawBytes])).toEqual([
      [keyOf(0), 3, 12],
      [keyOf(1), 1, 4],
    ])
    const texts = await Promise.all(parts.map((part) => textIn(store.openPart(part))))
    expect(texts).toEqual(['1\ta\n2\tb\n3\tc\n', '4\td\n'])
  })

  test('no row, no part; a source that breaks off leaves an error and no part [case 25, 108]', async () => {
    await using world = await open()
    const { store } = world
    expect(await store.writeParts(blocksOf(), keyOf, 1000)).toEqual([])
    async function* broken(): AsyncGenerator<CopyBlock> {
      yield* blocksOf('1\n')
      throw new Error('connection lost')
    }
    await expect(store.writeParts(broken(), keyOf, 1000)).rejects.toThrow('connection lost')
    expect(await store.list('parts/')).toEqual([])
  })

  test('fails when a part is gone or is not the object that was recorded [case 99, 104]', async () => {
    await using world = await open()
    const { store } = world
    const [part] = await store.writeParts(blocksOf('1\n'), keyOf, 1000)
    await store.writeParts(blocksOf('2\n'), keyOf, 1000)
    if (!part) throw new Error('a part was expected')
    const missing = { name: 'ObjectMissingError' }
    await expect(textIn(store.openPart(part))).rejects.toMatchObject(missing)
    await expect(textIn(store.openPart({ ...part, key: 'parts/none' }))).rejects.toMatchObject(missing)
  })

  test('lines make an object only when there is a line', async () => {
    await using world = await open()
    const { store } = world
    expect(await store.openLines('quarantine/none').close()).toBeNull()
    expect(await world.textOf('quarantine/none')).toBeNull()
    const lines = store.openLines('quarantine/some')
    await lines.write({ reason: 'one' })
    await lines.write({ reason: 'two' })
    expect(await lines.close()).toBe('quarantine/some')
    expect(await world.textOf('quarantine/some')).toBe('{"reason":"one"}\n{"reason":"two"}\n')
  })
}
