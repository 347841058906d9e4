const DIGITS = `(${Array.from({ length: 10 }, (_, digit) => `select ${digit} as d`).join(' union all ')})`

/**
 * A derived table with one column `seq`, the whole numbers from 1 to `last`, in the SQL that MySQL and MariaDB share:
 * only MariaDB has sequence tables (`seq_1_to_9`), and recursive queries stop at 1,000 rows.
 *
 * @example await database.query(`insert into t select seq, 'x' from ${sequence(500)}`)
 */
export function sequence(last: number): string {
  const places = Array.from({ length: String(last).length }, (_, i) => i)
  const number = places.map((i) => `d${i}.d * ${10 ** i}`).join(' + ')
  const tables = places.map((i) => `${DIGITS} as d${i}`).join(' cross join ')
  return `(select seq from (select ${number} as seq from ${tables}) as numbers where seq between 1 and ${last}) as sequence`
}
