import { readFileSync } from 'node:fs'

/** Resident memory of a process in MB, from /proc; undefined where there is none, or the process is gone. */
export function residentMb(pid: number): number | undefined {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}

/**
 * The V8 heap that Lambda's Node.js runtime would allow: nine tenths of the memory, the rest is for everything else.
 */
export function heapMb(memoryMb: number): number {
  return Math.floor(memoryMb * 0.9)
}
