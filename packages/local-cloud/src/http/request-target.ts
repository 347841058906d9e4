/** A request line's target, split but with the path still percent-encoded, because the signature covers that form. */
export interface RequestTarget {
  readonly path: string
  /** Decoded names and values in order of appearance. A name without `=` has the value ''. */
  readonly query: ReadonlyArray<readonly [name: string, value: string]>
}

/**
 * Splits `/path?a=1&b` into path and decoded query.
 * `+` stays `+`: AWS clients send a space as `%20`, and the canonical query of SigV4 is built from the decoded values.
 * @throws URIError when a percent escape is not valid UTF-8
 */
export function parseTarget(url: string): RequestTarget {
  const mark = url.indexOf('?')
  if (mark < 0) return { path: url, query: [] }
  const query = url
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): readonly [string, string] => {
      const equals = pair.indexOf('=')
      if (equals < 0) return [decodeURIComponent(pair), '']
      return [decodeURIComponent(pair.slice(0, equals)), decodeURIComponent(pair.slice(equals + 1))]
    })
  return { path: url.slice(0, mark), query }
}
