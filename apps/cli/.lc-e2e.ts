import { rm } from 'node:fs/promises'
import { SFNClient, StartExecutionCommand, DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn'
import { startLocalCloud } from '@hourglass/local-cloud/local-cloud'
import { installAwsS3 } from '@hourglass/local-cloud/servers/aws-s3-extension'
import { generateDemoData } from '@hourglass/catalog/demo/generate'
import { createConnection } from 'mysql2/promise'
import { startDatabases } from './src/local/databases.ts'
import { synthesize } from './src/local/synth.ts'
const folder = '/tmp/lc-e2e'
await rm(folder, { recursive: true, force: true })
const t0 = performance.now()
const lap = (s: string) => console.log(((performance.now() - t0) / 1000).toFixed(1), s)
const [databases] = await Promise.all([
  startDatabases({ folder, name: 'hourglass_demo', temporary: true, onProgress: () => undefined }),
  synthesize(`${folder}/cdktf.out`),
])
lap('databases + synth')
const ep = (u: string) => {
  const url = new URL(u)
  return {
    host: url.hostname,
    port: Number(url.port),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    databaseName: url.pathname.slice(1),
  }
}
const cred = (u: string) => {
  const { username, password } = ep(u)
  return JSON.stringify({ username, password })
}
try {
  const c = await createConnection(databases.source.adminUrl)
  const filled = await generateDemoData({ connection: c, rows: Number(process.argv[2] ?? 20000) })
  await c.end()
  lap('filled ' + JSON.stringify(filled))
  const cloud = await startLocalCloud({
    stacksFolder: `${folder}/cdktf.out/stacks`,
    dataFolder: `${folder}/aws`,
    scheduleEnabled: true,
    databases: {
      'aws_db_instance.source': ep(databases.source.workerUrl),
      'aws_db_instance.target': ep(databases.target.workerUrl),
    },
    secrets: {
      'aws_secretsmanager_secret.mysql': cred(databases.source.workerUrl),
      'aws_secretsmanager_secret.postgres': cred(databases.target.workerUrl),
      'aws_secretsmanager_secret.mask-key': JSON.stringify({ key: Buffer.alloc(32, 7).toString('base64') }),
    },
    environment: {
      HOURGLASS_LOAD_WITH: 'copy',
      HOURGLASS_MYSQL_DATABASE: ep(databases.source.workerUrl).databaseName,
      HOURGLASS_POSTGRES_DATABASE: ep(databases.target.workerUrl).databaseName,
    },
    onMessage: (m) => lap('MESSAGE ' + m.message.slice(0, 300)),
    onWarning: (w) => lap('WARN ' + w),
    onExecutionStatusChange: (d) =>
      lap(`${d['name']} ${d['status']} ${d['error'] ?? ''} ${String(d['cause'] ?? '').slice(0, 400)}`),
    onInvocation: (r) => {
      lap(
        `INV ${r.functionName} ${r.status} ${r.errorType ?? ''} dur ${r.durationMs.toFixed(0)} init ${r.initMs?.toFixed(0)} queued ${r.queuedMs.toFixed(0)}`,
      )
    },
  })
  lap('cloud up')
  try {
    const sfn = new SFNClient({ endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.credentials })
    const arnOf = (n: string) => cloud.model.stateMachines.find((m) => m.name.endsWith(n))!.arn
    for (const hour of [1, 2]) {
      const s = performance.now()
      const { executionArn } = await sfn.send(
        new StartExecutionCommand({
          stateMachineArn: arnOf('hourly-sync'),
          name: `hour${hour}`,
          input: JSON.stringify({ scheduledAt: `2026-11-23T1${hour}:00:00Z` }),
        }),
      )
      for (;;) {
        const e = await sfn.send(new DescribeExecutionCommand({ executionArn }))
        if (e.status !== 'RUNNING') {
          lap(
            `hour ${hour} ${e.status} in ${((performance.now() - s) / 1000).toFixed(1)} s ${e.error ?? ''} ${(e.cause ?? '').slice(0, 600)}`,
          )
          break
        }
        await new Promise((r) => setTimeout(r, 100))
      }
      const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: arnOf('sync-table') }))
      lap(executions.map((e) => e.status).join(' '))
    }
    console.table(cloud.stats().functions)
    console.table(cloud.stats().unusedGrants)
  } finally {
    await cloud.stop()
    lap('stopped')
  }
} finally {
  await databases.stop()
}
lap('done')
