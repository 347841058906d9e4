import path from 'node:path'

/** What a clone has to offer to those who cite it. */
export interface Cited {
  /** How many edge cases there are: 1 to this number. */
  readonly cases: number
  /** Invariants that have a heading, e.g. `I1`. */
  readonly invariants: ReadonlySet<string>
  /** Numbers of `docs/decisions/`. */
  readonly decisions: ReadonlySet<number>
  /** Whether a path, relative to the root, exists. */
  readonly exists: (file: string) => boolean
}

/** Generated pages are named relative to this folder. */
const CATALOG_TEXT = 'examples/candidate-experience/generated'

interface Rule {
  readonly pattern: RegExp
  /** What is wrong with a match; null when it resolves. */
  readonly problem: (match: RegExpMatchArray, file: string, cited: Cited) => string | null
}

const RULES: readonly Rule[] = [
  {
    pattern: /(?:\bedge\s+cases?|\[case)\s+(\d+(?:(?:,\s+|\s+and\s+|\s+to\s+)\d+)*)/gi,
    problem: ([, list = ''], _file, { cases }) => {
      const unknown = list.split(/\D+/).filter((number) => Number(number) < 1 || Number(number) > cases)
      return unknown.length === 0 ? null : `edge case ${unknown.join(', ')} is not in docs/edge-cases.md`
    },
  },
  {
    pattern: /\bI\d{1,2}\b/g,
    problem: ([name], _file, { invariants }) =>
      invariants.has(name) ? null : `invariant ${name} is not in docs/invariants.md`,
  },
  {
    pattern: /\bdecisions?\s+(\d+)\b/gi,
    problem: ([, number], _file, { decisions }) =>
      decisions.has(Number(number)) ? null : `decision ${number} is not in docs/decisions/`,
  },
  {
    pattern: /\bdesign,\s+(?:I\d|section)/gi,
    problem: ([text]) =>
      `"${text}" cites a document that is not in the repository; cite docs/invariants.md or another page`,
  },
  {
    pattern: /(?<![\w/.-])docs\/[a-z0-9/-]+\.md\b/g,
    problem: ([page], file, { exists }) =>
      ['', path.posix.dirname(file), CATALOG_TEXT].some((folder) => exists(path.posix.join(folder, page)))
        ? null
        : `${page} does not exist`,
  },
  {
    pattern: /\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g,
    problem: ([, target = ''], file, { exists }) => {
      if (!file.endsWith('.md')) return null
      const linked = path.posix.join(path.posix.dirname(file), target)
      return exists(linked) ? null : `the link to ${target} leads nowhere`
    },
  },
]

/** Every citation in `text` that does not resolve, as `file:line: what is wrong`. A citation may span lines of a comment. */
export function citationProblems(file: string, text: string, cited: Cited): string[] {
  const blank = (match: string) => ' '.repeat(match.length)
  const prose = file.endsWith('.md') ? text.replace(/^```[^]*?^```/gm, blank) : text
  // Line ends and comment marks become blanks of the same length, so that offsets stay.
  const flat = prose.replace(/\n[ \t]*(?:\*|\/\/|--|#)?[ \t]*/g, blank)
  return RULES.flatMap(({ pattern, problem }) =>
    [...flat.matchAll(pattern)].flatMap((match) => {
      const found = problem(match, file, cited)
      const line = text.slice(0, match.index).split('\n').length
      return found === null ? [] : [`${file}:${line}: ${found}`]
    }),
  )
}
