// Whitespace, brackets, wildcards and the special characters of the CreateStateMachine page.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/]/u

/** Whether a text may name a state machine or an execution: 1 to 80 characters, none of the forbidden ones. */
export function isValidName(name: string): boolean {
  return name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name) && !Array.from(name).some(isControl)
}

function isControl(char: string): boolean {
  const code = char.codePointAt(0) ?? 0
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff)
}
