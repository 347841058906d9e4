/** What must not be found, and how it would look. */
export interface Secret {
  /** For the list of findings; never the secret itself. */
  readonly name: string
  /** Bytes to look for, as latin1 text. */
  readonly spellings: readonly string[]
  readonly ignoreCase: boolean
}

/** Text that people wrote, in any case, as it is and as hex (how Postgres and quarantine show bytes). */
export function personal(name: string, text: string): Secret {
  const bytes = Buffer.from(text)
  return {
    name,
    spellings: [bytes.toString('latin1').toLowerCase(), bytes.toString('hex')],
    ignoreCase: true,
  }
}

/** The raw bytes of a key, and every way in which people and programs write bytes. */
export function keyBytes(name: string, key: Buffer): Secret[] {
  const base64 = key.toString('base64')
  return [
    { name: `${name} in hex`, spellings: [key.toString('hex')], ignoreCase: true },
    { name: `${name} raw`, spellings: [key.toString('latin1')], ignoreCase: false },
    {
      name: `${name} in base64`,
      // Without padding, so that it is also found inside longer base64 and in URLs.
      spellings: [base64.replaceAll('=', ''), key.toString('base64url'), encodeURIComponent(base64)],
      ignoreCase: false,
    },
  ]
}

/** Names of the secrets that `bytes` hold. */
export function secretsIn(bytes: Buffer, secrets: readonly Secret[]): string[] {
  const text = bytes.toString('latin1')
  const lower = text.toLowerCase()
  return secrets
    .filter(({ spellings, ignoreCase }) => spellings.some((one) => (ignoreCase ? lower : text).includes(one)))
    .map(({ name }) => name)
}
