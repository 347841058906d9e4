import type { IncomingHttpHeaders } from 'node:http'

/** Condition keys that come from a header, by header; for calls that write. */
const HEADERS: Readonly<Record<string, string>> = {
  'x-amz-server-side-encryption': 's3:x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 's3:x-amz-server-side-encryption-aws-kms-key-id',
  'if-none-match': 's3:if-none-match',
  'if-match': 's3:if-match',
}

/** Condition keys of a listing, by query parameter. */
const PARAMETERS = ['prefix', 'delimiter', 'max-keys'] as const

/**
 * The condition keys that S3 takes from a request.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function conditionKeys(
  request: { readonly headers: IncomingHttpHeaders; readonly query: ReadonlyMap<string, string> },
  action: string,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  if (action.startsWith('s3:List')) {
    for (const name of PARAMETERS) {
      const value = request.query.get(name)
      if (value !== undefined) found[`s3:${name}`] = value
    }
  }
  if (action === 's3:PutObject') {
    for (const [header, key] of Object.entries(HEADERS)) {
      const value = request.headers[header]
      if (value !== undefined) found[key] = String(value)
    }
  }
  return found
}
