import { describe, expect, test } from 'vitest'
import { parseComplete, parseDelete } from './parse-xml.ts'

describe('a DeleteObjects request', () => {
  test('keeps keys exactly as they are, spaces and escapes included', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Object><Key> a&#x0D;&#10;&amp;&lt;b </Key></Object><Object><Key>00012</Key><ETag>&quot;e&quot;</ETag></Object>
        <Quiet>true</Quiet>
      </Delete>`
    const objects = [
      { key: ' a\r\n&<b ', etag: undefined },
      { key: '00012', etag: '"e"' },
    ]
    expect(parseDelete(xml)).toEqual({ objects, quiet: true })
  })

  test.each([
    ['it is cut short', '<Delete><Object><Key>a</Key>'],
    ['it has no objects', '<Delete></Delete>'],
    ['it is something else', '<Other/>'],
    ['it is empty', ''],
    ['an object has no key', '<Delete><Object><VersionId>1</VersionId></Object></Delete>'],
    ['a key has a character that XML cannot carry', '<Delete><Object><Key>a&#1;</Key></Object></Delete>'],
    ['it names more than 1000 keys', `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`],
  ])('fails when %s', (_, xml) => {
    expect(() => parseDelete(xml)).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
  })
})

describe('a CompleteMultipartUpload request', () => {
  test('lists parts with their ETags without quotes', () => {
    const xml =
      '<CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>"e2"</ETag><ChecksumCRC32>AAAA</ChecksumCRC32></Part></CompleteMultipartUpload>'
    expect(parseComplete(xml)).toEqual([
      { number: 2, etag: 'e2', given: { PartNumber: 2, ETag: '"e2"', ChecksumCRC32: 'AAAA' } },
    ])
  })

  test.each([
    ['there is no part', '<CompleteMultipartUpload/>'],
    [
      'a number is out of range',
      '<CompleteMultipartUpload><Part><PartNumber>0</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>',
    ],
    [
      'an ETag is missing',
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
    ],
  ])('fails when %s', (_, xml) => {
    expect(() => parseComplete(xml)).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
  })
})
