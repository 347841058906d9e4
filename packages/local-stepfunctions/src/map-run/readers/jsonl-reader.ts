import type { Readable } from 'node:stream'
import { tryParseJson } from '../../language/json.ts'
import { type DatasetItem, readerFailure } from './dataset.ts'
import { linesOf } from './text-lines.ts'

/** Items of a JSON Lines file. Blank lines are skipped (AWS was never recorded here). @throws StateFailure for a broken line */
export async function* readJsonLines(body: Readable): AsyncGenerator<DatasetItem> {
  let number = 0
  for await (const line of linesOf(body)) {
    number += 1
    if (line.trim() === '') continue
    const value = tryParseJson(line)
    if (value === undefined) throw readerFailure(`Line ${number} of the JSONL file is not valid JSON.`)
    yield { value }
  }
}
