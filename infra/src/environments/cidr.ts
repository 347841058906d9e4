/** First and last address of an IPv4 block, as numbers. */
function cidrRange(cidr: string): { readonly first: number; readonly last: number } {
  const [address = '', length = ''] = cidr.split('/')
  const size = 2 ** (32 - Number(length))
  const number = address.split('.').reduce((value, byte) => value * 256 + Number(byte), 0)
  const first = Math.floor(number / size) * size
  return { first, last: first + size - 1 }
}

export function cidrsOverlap(one: string, other: string): boolean {
  const a = cidrRange(one)
  const b = cidrRange(other)
  return a.first <= b.last && b.first <= a.last
}

/** Block number `index` of `2 ** extraBits` equal parts of `cidr`, e.g. (10.0.0.0/16, 4, 1) is 10.0.16.0/20. */
export function subnetOf(cidr: string, extraBits: number, index: number): string {
  const length = Number(cidr.split('/')[1]) + extraBits
  const start = cidrRange(cidr).first + index * 2 ** (32 - length)
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256)
  return `${bytes.join('.')}/${length}`
}
