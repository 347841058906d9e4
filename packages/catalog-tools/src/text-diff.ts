import { structuredPatch } from 'diff'

/** Lines shown around a change. */
const CONTEXT = 2

/** What changes from one text to the other, hunk by hunk, as `diff -u` shows it. */
export function textDiff(before: string, after: string): string {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: CONTEXT })
  return hunks
    .flatMap(({ oldStart, lines }) => [
      `@@ line ${oldStart} @@`,
      ...lines.map((line) => `${line.slice(0, 1)} ${line.slice(1)}`),
    ])
    .join('\n')
}
