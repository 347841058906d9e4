/** A number fixed at synth, or a path to one in the state's input, so that the plan of a run decides. */
export type Amount = number | { readonly path: `$.${string}` }

export interface Range {
  readonly min: number
  readonly max: number
  readonly whole: boolean
}

/** `Name: n` for a number, `NamePath: "$.x"` for a path. */
export function amountField<Name extends string>(
  name: Name,
  amount: Amount,
): { readonly [K in Name]?: number } & { readonly [K in `${Name}Path`]?: string } {
  const field = typeof amount === 'number' ? { [name]: amount } : { [`${name}Path`]: amount.path }
  // A computed key widens to string; both branches are spelt out above.
  return field as { readonly [K in Name]?: number } & { readonly [K in `${Name}Path`]?: string }
}

/** What is wrong with a fixed amount; a path is checked by the service, when the state starts. */
export function rangeProblems(what: string, amount: Amount, range: Range): string[] {
  if (typeof amount !== 'number') return []
  const inside = amount >= range.min && amount <= range.max && (!range.whole || Number.isInteger(amount))
  const kind = range.whole ? 'a whole number' : 'a number'
  return inside ? [] : [`${what} is ${amount}; it must be ${kind} from ${range.min} to ${range.max}`]
}

/** Characters that a label may not hold (developer guide, "Distributed Map state fields", Label). */
// oxlint-disable-next-line no-control-regex -- the rule forbids exactly these control characters
const FORBIDDEN_IN_LABEL = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001F\u007F-\u009F]/

export function labelProblems(label: string): string[] {
  const problems: string[] = []
  if (label.length < 1 || label.length > 40) problems.push(`label has ${label.length} characters; it must have 1 to 40`)
  if (FORBIDDEN_IN_LABEL.test(label)) problems.push(`label "${label}" holds a character that Step Functions refuses`)
  return problems
}
