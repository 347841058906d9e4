import { readFileSync } from 'node:fs'
import { createConnection } from 'mysql2/promise'
import { startDatabases } from '@hourglass/cli/local/databases'
import { startLocal } from '@hourglass/cli/local/start-local'
import { createOutput } from '@hourglass/cli/output'
import { runCommand } from '@hourglass/cli/commands/run'
const folder = '/tmp/hg-scratch'
const output = createOutput(false)
const t0 = performance.now()
const local = await startLocal({
  folder,
  scheduleEnabled: false,
  onProgress: (l) => output.note(l),
  openDatabases: () =>
    startDatabases({ folder, temporary: true, name: 'hourglass_demo_scratch', onProgress: (l) => output.note(l) }),
})
console.log('up', performance.now() - t0)
try {
  const c = await createConnection({ uri: local.connection.mysqlUrl, multipleStatements: true })
  await c.query(readFileSync('/tmp/schema.sql', 'utf8'))
  if (process.argv[2]) await c.query(readFileSync(process.argv[2], 'utf8'))
  await c.end()
  for (let i = 0; i < 2; i++) console.log('exit', await runCommand({ env: 'local', wait: true }, output))
  if (process.env['HOLD']) await new Promise((r) => setTimeout(r, 1e8))
} finally {
  await local.stop()
}
