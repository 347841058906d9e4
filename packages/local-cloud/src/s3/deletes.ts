import pLimit from 'p-limit'
import { element, text } from '../http/xml.ts'
import { readText } from './body.ts'
import type { S3Call } from './call.ts'
import { checkWrite } from './conditions.ts'
import { S3Error } from './errors.ts'
import { parseDelete } from './parse-xml.ts'

/** 1000 keys of 1024 bytes, each byte escaped, and the markup around them. */
const MAX_DELETE_BYTES = 8 * 1024 * 1024
const DELETES_AT_ONCE = 16

/** DeleteObject. A key without an object is a success, unless If-Match was sent. */
export async function deleteObject(call: S3Call): Promise<void> {
  await call.allow('s3:DeleteObject')
  await call.bucket.delete(call.key, (current) => checkWrite(call.headers, call.key, current))
  call.send(204)
}

/** DeleteObjects: each key is authorized and deleted on its own, and its failure reported in the answer. */
export async function deleteObjects(call: S3Call): Promise<void> {
  const { bucket } = call
  const { objects, quiet } = parseDelete(await readText(call.body(), MAX_DELETE_BYTES))
  const limit = pLimit(DELETES_AT_ONCE)
  const results = await Promise.all(objects.map(({ key, etag }) => limit(() => deleteOne(key, etag))))
  call.sendXml(
    'DeleteResult',
    results.filter((result) => !quiet || result.failed).map((result) => result.xml),
  )

  async function deleteOne(key: string, etag: string | undefined): Promise<{ failed: boolean; xml: string }> {
    try {
      await call.allow('s3:DeleteObject', bucket.name, key)
      await bucket.delete(key, (current) => checkWrite(etag === undefined ? {} : { 'if-match': etag }, key, current))
      return { failed: false, xml: element('Deleted', [text('Key', key)]) }
    } catch (error) {
      if (!(error instanceof S3Error)) throw error
      const children = [text('Key', key), text('Code', error.code), text('Message', error.message)]
      return { failed: true, xml: element('Error', children) }
    }
  }
}
