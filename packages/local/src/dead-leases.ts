import { Client } from 'pg'

interface Lease {
  readonly target: string
  readonly run: string
}

/**
 * Frees the table leases of runs that no longer run: a local cloud that was killed, and whose executions are gone, left
 * them behind, and waiting until they run out would only cost time. Only for a Postgres of ours.
 *
 * @param alive the runs that go on; asked after the leases were read, so that a run that starts meanwhile is safe
 * @returns the tables that were freed
 */
export async function freeDeadLeases(
  adminUrl: string,
  alive: () => Promise<ReadonlySet<string>>,
): Promise<readonly string[]> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const { rows: found } = await admin.query<{ present: boolean }>(
      `select to_regclass('hourglass.table_leases') is not null as present`,
    )
    if (!found[0]?.present) return []
    const { rows: leases } = await admin.query<Lease>(
      'select target, run from hourglass.table_leases where run is not null',
    )
    const running = await alive()
    const dead = leases.filter(({ run }) => !running.has(run))
    for (const { target, run } of dead) {
      await admin.query(
        'update hourglass.table_leases set run = null, held_until = null where target = $1 and run = $2',
        [target, run],
      )
    }
    return dead.map(({ target }) => target)
  } finally {
    await admin.end()
  }
}
