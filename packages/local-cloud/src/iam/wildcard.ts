const compiled = new Map<string, RegExp>()

/** Whether text matches an IAM pattern: `*` for any characters, `?` for one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern)
  if (expression === undefined) {
    const escaped = pattern
      .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    expression = new RegExp(`^${escaped}$`, 's')
    compiled.set(pattern, expression)
  }
  return expression.test(text)
}
