/** Where time comes from. Watermarks never use it: they come from the source database's own clock (edge case 16). */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
