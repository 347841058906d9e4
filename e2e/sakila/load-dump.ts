import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { createConnection } from 'mysql2/promise'

/**
 * Runs an SQL dump (plain or .gz) against a server, as the `mysql` client would: the bytes of the file go out as they
 * are, since a dump holds BLOBs as raw bytes between its text.
 */
export async function loadDump(serverUrl: string, file: string): Promise<void> {
  const bytes = await readFile(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
  // BINARY makes the driver send one byte a character; SET NAMES tells the server what those bytes are.
  const connection = await createConnection({ uri: serverUrl, multipleStatements: true, charset: 'BINARY' })
  try {
    await connection.query('SET NAMES utf8mb4')
    for (const statements of splitByDelimiter(text)) {
      // The driver's own error carries the whole statement.
      await connection.query(statements).catch((thrown: Error) => {
        throw new Error(`cannot load ${file}: ${thrown.message}`)
      })
    }
  } finally {
    await connection.end()
  }
}

/**
 * A dump as texts that can be sent. `DELIMITER` is a command of the client, not of the server: between two of them, what
 * stands between the delimiters is one statement; with the usual `;` the server takes the statements together.
 */
export function splitByDelimiter(dump: string): string[] {
  let delimiter = ';'
  const texts: string[] = []
  for (const section of dump.split(/^(?=DELIMITER\s)/im)) {
    const [, changed, body = section] = /^DELIMITER\s+(\S+)[ \t]*\r?\n?([\s\S]*)$/i.exec(section) ?? []
    delimiter = changed ?? delimiter
    texts.push(...(delimiter === ';' ? [body] : body.split(delimiter)))
  }
  return texts.map((text) => text.trim()).filter((text) => text.length > 0)
}
