import { SourceUnavailableError } from '@hourglass/contracts/errors'

/**
 * Compares the rows that the driver handed over with the server's own count of the rows that it sent (edge case 108). An
 * answer that is no count proves nothing, also when no row arrived.
 *
 * @param place table and chunk, for the message
 * @param sent the server's count, as text
 * @throws SourceUnavailableError when they differ: the chunk is read again
 */
export function checkAllArrived(place: string, arrived: number, sent: string | null | undefined): void {
  if (sent === String(arrived)) return
  throw new SourceUnavailableError(
    `${place}: ${arrived} rows arrived of ${sent ?? 'an unknown number'} that MySQL sent; it is read again`,
  )
}
