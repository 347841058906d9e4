/**
 * Load modes answer for themselves: code elsewhere asks `modeOf(table)` and never compares a mode's name, because a
 * comparison treats the next mode as whatever its `else` does. This finds comparisons, switches and SQL that do.
 */

/** Where a mode's name may be compared: the modes themselves, and what each of them does in Postgres. */
const ALLOWED = ['packages/catalog-kit/src/modes/', 'packages/postgres-target/src/publish/strategies/']

/** Migrations are never edited; 004 removed the check on mode names that 001 made. */
const RELEASED = /\/sql\/migrations\/00[1-4]_|\/generated\/sql\.ts$/

/** One sentence for each comparison with one of `names` in a file. `file` is relative to the root, with slashes. */
export function modeNameProblems(file: string, text: string, names: readonly string[]): string[] {
  if (RELEASED.test(file) || ALLOWED.some((folder) => file.startsWith(folder))) return []
  const name = `(['"\`])(?:${names.join('|')})\\1`
  const comparisons = [
    new RegExp(`[=!]==?\\s*${name}`, 'g'),
    new RegExp(`${name}\\s*[=!]==?`, 'g'),
    new RegExp(`\\bcase\\s+${name}`, 'g'),
    new RegExp(`\\[[^\\]\\n]*${name}[^\\]\\n]*\\]\\s*\\.includes\\(`, 'g'),
    new RegExp(`\\bmode\\b["\`]?\\s*(?:=|<>|!=|(?:not\\s+)?in\\s*\\()\\s*'(?:${names.join('|')})'`, 'gi'),
  ]
  return text.split('\n').flatMap((line, index) => {
    if (!comparisons.some((pattern) => line.search(pattern) >= 0)) return []
    return [`${file}:${index + 1}: compares the name of a load mode; ask the mode instead: modeOf(table)`]
  })
}
