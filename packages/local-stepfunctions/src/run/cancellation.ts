import type { Cancel } from '../clock/clock.ts'

/** Why a piece of work is stopped from outside. */
export type StopReason =
  /** StopExecution, or the failure threshold of a Map Run. */
  | { readonly kind: 'abort'; readonly error: string | undefined; readonly cause: string | undefined }
  /** TimeoutSeconds of the machine, or the five minutes of EXPRESS. */
  | { readonly kind: 'timeout' }
  /** Another branch or iteration failed. */
  | { readonly kind: 'sibling' }
  /** The engine is being closed; the execution stays RUNNING. */
  | { readonly kind: 'shutdown' }

/** Thrown inside work that was stopped. Never seen by Retry or Catch. */
export class Cancelled extends Error {
  readonly reason: StopReason

  constructor(reason: StopReason) {
    super(`stopped: ${reason.kind}`)
    this.name = 'Cancelled'
    this.reason = reason
  }
}

/** A tree of stop signals. Lighter than AbortSignal, since ten thousand children hang on one parent. */
export class Cancellation {
  private stopped: StopReason | undefined
  private listeners: Set<(reason: StopReason) => void> | undefined

  get reason(): StopReason | undefined {
    return this.stopped
  }

  /** Stops everything that hangs on this. Only the first reason counts. */
  cancel(reason: StopReason): void {
    if (this.stopped !== undefined) return
    this.stopped = reason
    const listeners = this.listeners
    this.listeners = undefined
    for (const listener of listeners ?? []) listener(reason)
  }

  /** Calls `listener` when stopped, at once if it already is. The result unsubscribes. */
  onCancel(listener: (reason: StopReason) => void): Cancel {
    if (this.stopped !== undefined) {
      listener(this.stopped)
      return () => {}
    }
    this.listeners ??= new Set()
    this.listeners.add(listener)
    return () => this.listeners?.delete(listener)
  }

  /** @throws Cancelled when stopped */
  check(): void {
    if (this.stopped !== undefined) throw new Cancelled(this.stopped)
  }

  /** A signal of its own that is stopped with this one. Call `release` when the work is over. */
  child(): { readonly cancellation: Cancellation; readonly release: Cancel } {
    const cancellation = new Cancellation()
    return { cancellation, release: this.onCancel((reason) => cancellation.cancel(reason)) }
  }
}

/**
 * Awaits `work` unless `cancellation` stops first; `work` is then left to itself, and its outcome is ignored.
 * @throws Cancelled
 */
export function unlessCancelled<T>(cancellation: Cancellation, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const release = cancellation.onCancel((reason) => reject(new Cancelled(reason)))
    work.then(
      (value) => {
        release()
        resolve(value)
      },
      (error: unknown) => {
        release()
        reject(error instanceof Error ? error : new Error(String(error)))
      },
    )
  })
}
