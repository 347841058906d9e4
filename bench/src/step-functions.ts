import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

// Children per second and peak memory of the local Step Functions engine: `pnpm --dir bench step-functions [scale]`.
// Each case runs in a process of its own, so that peaks do not add up. `scale` divides the number of items.

const CASES = [
  { name: 'EXPRESS children of a Pass state, JSON file', kind: 'pass', items: 100_000, concurrency: 1000, heapMb: 256 },
  { name: 'EXPRESS children that invoke a function', kind: 'invoke', items: 10_000, concurrency: 1000, heapMb: 256 },
  { name: 'rows of a CSV file, batches of 1,000', kind: 'csv', items: 1_000_000, concurrency: 40, heapMb: 96 },
  { name: 'inline Map of a Pass state', kind: 'inline', items: 10_000, concurrency: 40, heapMb: 256 },
  {
    name: 'inline Map of a Pass state, aws-local-stepfunctions',
    kind: 'other',
    items: 10_000,
    concurrency: 40,
    heapMb: 256,
  },
] as const

const scale = Number(process.argv[2] ?? 1)
process.stdout.write('case | items | seconds | per second | peak RSS MB | heap limit MB\n')
for (const { name, kind, items, concurrency, heapMb } of CASES) {
  const count = Math.ceil(items / scale)
  const child = fork(
    fileURLToPath(new URL('step-functions-case.ts', import.meta.url)),
    [kind, String(count), String(concurrency)],
    {
      execArgv: [...process.execArgv, `--max-old-space-size=${heapMb}`],
    },
  )
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  const [seconds, peak] = [
    Number(Reflect.get(Object(message), 'seconds')),
    Number(Reflect.get(Object(message), 'peakMb')),
  ]
  const result = Number.isNaN(seconds)
    ? 'did not finish | |'
    : `${seconds.toFixed(1)} | ${Math.round(count / seconds)} | ${peak}`
  process.stdout.write(`${name} | ${count} | ${result} | ${heapMb}\n`)
}
