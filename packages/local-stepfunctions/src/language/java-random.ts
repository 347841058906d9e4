const MULTIPLIER = 0x5_deec_e66dn
const MASK = (1n << 48n) - 1n

/**
 * The first number, from 0 to below 1, that Java's `java.util.Random` gives for a seed: AWS's $random(42) is
 * 0.7275636800328681 bit for bit.
 */
export function seededDouble(seed: number): number {
  let state = (BigInt(Math.trunc(seed)) ^ MULTIPLIER) & MASK
  const next = (bits: bigint): bigint => {
    state = (state * MULTIPLIER + 0xbn) & MASK
    return state >> (48n - bits)
  }
  const high = next(26n)
  return Number((high << 27n) + next(27n)) / 2 ** 53
}
