import { Cancelled, type Cancellation } from '../run/cancellation.ts'

/** Lets so many in at once; the others wait their turn. */
export class OpenLimit {
  private free: number
  private readonly waiting = new Set<() => void>()

  constructor(size: number) {
    this.free = size
  }

  /** Does the work once there is a place for it. @throws Cancelled when stopped before, and whatever the work throws */
  async within<T>(cancellation: Cancellation, work: () => Promise<T>): Promise<T> {
    await this.enter(cancellation)
    try {
      return await work()
    } finally {
      this.leave()
    }
  }

  private enter(cancellation: Cancellation): Promise<void> {
    if (this.free > 0) {
      this.free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const take = (): void => {
        release()
        resolve()
      }
      this.waiting.add(take)
      const release = cancellation.onCancel((reason) => {
        this.waiting.delete(take)
        reject(new Cancelled(reason))
      })
    })
  }

  /** Gives the place to whoever has waited longest. */
  private leave(): void {
    const [take] = this.waiting
    if (take === undefined) {
      this.free += 1
      return
    }
    this.waiting.delete(take)
    take()
  }
}
