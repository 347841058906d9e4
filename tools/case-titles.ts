/** The numbers in a title such as `a part is missing [case 99]` or `... [case 3, 21]`. */
export function casesInTitle(title: string): number[] {
  return [...title.matchAll(/\[case (\d+(?:, \d+)*)\]/g)].flatMap((match) => (match[1] ?? '').split(', ').map(Number))
}

export interface TestedCase {
  readonly number: number
  /** File and line, e.g. `e2e/late/late.e2e.test.ts:53`. */
  readonly place: string
  /** The line that holds the title. */
  readonly text: string
}

/** Every case that a test file cites in a title. Comments do not count. */
export function testedCases(file: string, source: string): TestedCase[] {
  return source.split('\n').flatMap((line, index) => {
    const text = line.trim()
    if (/^(?:\/\/|\/?\*)/.test(text)) return []
    return casesInTitle(text).map((number) => ({ number, place: `${file}:${index + 1}`, text }))
  })
}
