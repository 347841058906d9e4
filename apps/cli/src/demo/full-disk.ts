import { tableSlug } from '@hourglass/contracts/s3-keys'
import { Client } from 'pg'

const NAME = 'hourglass.demo_no_space'

/** Postgres without space for one part; `end` gives it space again. */
export interface FullDisk {
  /** Parts of the table that are in staging now, as the ledger says. */
  partsLoaded(run: string): Promise<number>
  end(): Promise<void>
}

/**
 * Lets Postgres refuse the last of `chunks` chunks of `table` as a full disk does. A trigger plays the disk: real ones
 * cannot be filled for one chunk alone. It waits until the other parts are committed, so that what is left to do is the
 * same in every demo.
 */
export async function fillDisk(postgresUrl: string, table: string, chunks: number): Promise<FullDisk> {
  const partsOf = `%/${tableSlug(table)}/parts/`
  const last = `${partsOf}c${String(chunks).padStart(5, '0')}-%`
  await execute(
    postgresUrl,
    `create function ${NAME}() returns trigger language plpgsql as $$
     begin
       while (select count(*) from hourglass.loaded_parts where staging = new.staging) < ${chunks - 1} loop
         perform pg_sleep(0.02);
       end loop;
       raise exception 'no space left on device' using errcode = 'disk_full';
     end $$;
     create trigger demo_no_space before insert on hourglass.loaded_parts
       for each row when (new.part_key like '${last}') execute function ${NAME}();`,
  )
  return {
    async partsLoaded(run) {
      const like = `runs/${run}/${tableSlug(table)}/parts/%`
      const { rows } = await execute(
        postgresUrl,
        `select count(*)::int as parts from hourglass.loaded_parts where part_key like '${like}'`,
      )
      return Number(rows[0]?.['parts'])
    },
    async end() {
      await execute(postgresUrl, `drop function ${NAME}() cascade`)
    },
  }
}

async function execute(postgresUrl: string, statements: string) {
  const client = new Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    return await client.query<Record<string, unknown>>(statements)
  } finally {
    await client.end()
  }
}
