import type { Cell } from '@hourglass/catalog-kit/kind'
import type { Column } from '@hourglass/catalog-kit/table'

/** Why a row cannot cross. */
export interface Refusal {
  readonly column: string
  readonly reason: string
}

/** Thrown by a cell's `reject` through the kind's code, caught by the row. No stack: it is no failure. */
export class Rejected {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** Counts what became of values (invariant I8), row by row: a row that does not cross counts nothing. */
export interface Notes {
  readonly cellOf: (name: string, column: Column) => { readonly cell: Cell; readonly note: (what: string) => void }
  /** Counts what the row noted... */
  readonly keep: () => void
  /** ...or forgets it. */
  readonly drop: () => void
  /** `column: conversion` -> number of values. */
  readonly counts: () => Readonly<Record<string, number>>
}

export function noting(): Notes {
  const counts = new Map<string, number>()
  const noted: string[] = []
  return {
    cellOf(name, { nullable }) {
      const note = (what: string) => void noted.push(`${name}: ${what}`)
      return { cell: { nullable, note, reject }, note }
    },
    keep() {
      if (noted.length === 0) return
      for (const key of noted) counts.set(key, (counts.get(key) ?? 0) + 1)
      noted.length = 0
    },
    drop() {
      noted.length = 0
    },
    counts: () => Object.fromEntries(counts),
  }
}

function reject(reason: string): never {
  throw new Rejected(reason)
}
