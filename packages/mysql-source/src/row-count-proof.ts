import { SourceUnavailableError } from '@hourglass/contracts/errors'

/**
 * Compares the rows that came out of the batches with the row packets that arrived (edge case 108). That no packet is
 * missing is known from the numbers that the server gives them, which the row stream checks one by one; the server's own
 * count (FOUND_ROWS) is on its way out of MySQL, and its use counts as a warning of the read.
 *
 * @param place table and chunk, for the message
 * @throws SourceUnavailableError when they differ: the chunk is read again
 */
export function checkAllArrived(place: string, read: number, arrived: number): void {
  if (read === arrived) return
  throw new SourceUnavailableError(`${place}: ${read} rows were read of ${arrived} that arrived; it is read again`)
}
