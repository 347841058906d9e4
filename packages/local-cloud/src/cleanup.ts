/** Steps that undo what was started, last one first. */
export class Cleanup {
  private readonly steps: (() => unknown)[] = []
  private running: Promise<void> | undefined

  add(step: () => unknown): void {
    this.steps.push(step)
  }

  /** Runs every step, also after one failed. Calling it twice is harmless. @throws the first error */
  run(): Promise<void> {
    this.running ??= this.runSteps()
    return this.running
  }

  private async runSteps(): Promise<void> {
    const errors: unknown[] = []
    for (const step of this.steps.toReversed()) {
      try {
        await step()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}
