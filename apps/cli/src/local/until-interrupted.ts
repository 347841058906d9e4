/** Ends at the first Ctrl-C or termination signal. A second one ends the process at once. */
export async function untilInterrupted(): Promise<void> {
  // A pending promise alone does not keep Node alive.
  const alive = setInterval(() => undefined, 2 ** 30)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  try {
    await new Promise<void>((resolve) => {
      for (const signal of signals) process.once(signal, () => resolve())
    })
  } finally {
    clearInterval(alive)
    for (const signal of signals) process.once(signal, () => process.exit(1))
  }
}
