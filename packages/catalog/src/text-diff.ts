/** Lines shown around a change. */
const CONTEXT = 2

/**
 * Where two texts begin and end to differ, as a patch-like listing: one hunk from the first changed line to the last.
 * Enough for generated text, where the reader only has to see what a catalog change did.
 */
export function textDiff(before: string, after: string): string {
  const old = before.split('\n')
  const fresh = after.split('\n')
  let head = 0
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++
  const from = Math.max(0, head - CONTEXT)
  return [
    `@@ line ${head + 1} @@`,
    ...old.slice(from, head).map((line) => `  ${line}`),
    ...old.slice(head, old.length - tail).map((line) => `- ${line}`),
    ...fresh.slice(head, fresh.length - tail).map((line) => `+ ${line}`),
    ...fresh.slice(fresh.length - tail, fresh.length - tail + CONTEXT).map((line) => `  ${line}`),
  ].join('\n')
}
