/*
 * `:since` in a model's SQL is the time from which its inputs have changed; NULL means all rows. It is psql's
 * notation for a variable, so that the file can be run by hand: psql -v since=NULL -f company-summary.sql
 */

/** Texts, quoted names and comments, which are left alone, or the parameter itself. */
const SINCE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|(?<![:\w]):since\b/g

/** A model's SQL as Postgres takes it: a value in place of `:since`. */
export interface BoundSql {
  /** Without the semicolon at its end, so that it can be put inside another statement. */
  readonly text: string
  /** Whether it takes the value at all. */
  readonly takesSince: boolean
}

/** Puts the parameter `$1` in place of `:since`. It is bound as a value, never written into the text. */
export function bindSince(sql: string): BoundSql {
  let takesSince = false
  const text = sql.replace(SINCE, (found) => {
    if (found !== ':since') return found
    takesSince = true
    return '$1::timestamptz'
  })
  return { text: text.replace(/;\s*$/, ''), takesSince }
}
