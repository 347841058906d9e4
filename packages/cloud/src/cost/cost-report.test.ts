import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { DEFAULT_ALTERNATIVE } from './alternative.ts'
import { costReport } from './cost-report.ts'
import { defaultRegion, pricesOf, readPriceFile } from './prices.ts'
import { SAMPLE_USAGE, sampleStacks } from './sample-stacks.ts'
import { scheduledRunsPerMonth } from './schedule-runs.ts'
import { readStacks } from './stacks.ts'
import { readUsage } from './usage.ts'

const folder = sampleStacks()
const stacks = readStacks(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const report = (prices = pricesOf('us-east-1')) =>
  costReport({
    environment: 'dev',
    stacks,
    usage: SAMPLE_USAGE,
    prices,
    runsPerMonth: 10,
    alternative: DEFAULT_ALTERNATIVE,
  })

const file = (name: string, content: unknown) => {
  const written = path.join(folder, name)
  writeFileSync(written, JSON.stringify(content))
  return written
}

test('what is paid by the month, by hand', () => {
  const month = report().lines.filter(({ basis }) => basis === 'month')
  expect(month.map(({ item, quantity, perMonth }) => [item, quantity, Number(perMonth.toFixed(4))])).toEqual([
    ['target: postgres db.t4g.medium, two zones', 1460, 94.9], // 2 instances x 730 h x 0.065
    ['target: gp3 storage, two zones', 200, 23], // 2 x 100 GB x 0.115
    ['interface endpoints', 2190, 21.9], // 3 zones x 730 h x 0.01; the gateway to S3 is free
    ['NAT gateways', 730, 32.85], // 730 h x 0.045
    ['KMS keys', 1, 1],
    ['secrets', 3, 1.2], // 2 of the stack and the master password, x 0.40
    ['alarms', 3, 0.3], // 1 metric and a formula of 2, x 0.10
    ['custom metrics', 1, 0.3],
    ['dashboards', 1, 3],
  ])
})

test('what a run costs, by hand', () => {
  const run = report().lines.filter(({ basis }) => basis === 'run')
  expect(run.map(({ item, perRun }) => [item, Number(perRun?.toFixed(6))])).toEqual([
    ['Step Functions, STANDARD', 0.1], // 4,000 x 0.025 / 1,000
    ['Step Functions, EXPRESS children', 0.001], // 1,000 x 1 / 1,000,000
    ['Step Functions, EXPRESS time', 0.010002], // 600 GB-s x 0.00001667
    ['Lambda, requests', 0.0002], // 1,000 x 0.20 / 1,000,000
    ['Lambda, time (arm64)', 0.04], // 3,000 GB-s x 0.0000133334
    ['S3, writes', 0.01], // 2,000 x 0.005 / 1,000
    ['S3, reads', 0.002], // 5,000 x 0.0004 / 1,000
    ['S3, kept for 73 days', 0.552], // 10 GB x 73 days / (730 / 24) = 24 GB-months, x 0.023
    ['logs, written', 0.0625], // 0.125 GB x 0.50
    ['logs, kept for 73 days', 0.009], // 0.125 GB x 2.4 months x 0.03
    ['traces, at most', 0.0005], // 100 x 5 / 1,000,000
  ])
})

test('totals, and the same hour on MWAA and EMR', () => {
  const { total, alternative } = report()
  // The lines above: 178.45 a month, 0.787202 a run, 10 runs.
  expect(total.perRun).toBeCloseTo(0.787202, 5)
  expect(total.perMonth).toBeCloseTo(178.45 + 7.87202, 4)
  // Without the 117.90 of the database.
  expect(alternative.comparedWith.perMonth).toBeCloseTo(60.55 + 7.87202, 4)
  // 3 machines for half an hour: 1.5 x (0.192 + 0.048) = 0.36 a run; 730 h x 0.49 + 10 GB x 0.10 = 358.70 a month.
  expect(alternative.total.perRun).toBeCloseTo(0.36, 6)
  expect(alternative.total.perMonth).toBeCloseTo(358.7 + 3.6, 6)
})

test.each([
  ['cron(0 * * * ? *)', 730],
  ['cron(0/30 * * * ? *)', 1460],
  ['cron(0 6-17 ? * MON-FRI *)', 261], // 12 hours x 261 working days of 2027 / 12
])('%s is %d runs a month', (schedule_expression, runs) => {
  const of = () => [
    { address: 'pipeline/aws_scheduler_schedule.hourly', values: { schedule_expression, state: 'ENABLED' } },
  ]
  expect(scheduledRunsPerMonth({ ...stacks, of })).toBe(runs)
})

test('a disabled schedule is no run; fails for one that cannot be counted', () => {
  const of = (values: Readonly<Record<string, string>>) => ({ ...stacks, of: () => [{ address: 'a', values }] })
  expect(scheduledRunsPerMonth(of({ schedule_expression: 'cron(0 * * * ? *)', state: 'DISABLED' }))).toBe(0)
  expect(() => scheduledRunsPerMonth(of({ schedule_expression: 'rate(1 hour)', state: 'ENABLED' }))).toThrow(
    /--runs-per-month/,
  )
})

test('fails when prices are missing, naming each of them and both ways out', () => {
  expect(() => report(pricesOf('eu-north-1'))).toThrow(
    /no price for eu-north-1 of:[\s\S]*- rds\.postgres\.db\.t4g\.medium\.hour\n[\s\S]*- emr\.m5\.xlarge\.hour\n[\s\S]*--prices prices\.json[\s\S]*--region us-east-1/,
  )
})

test('a file of prices wins over the table, and can add what it does not have', () => {
  const name = file('prices.json', {
    prices: { 'us-east-1': { 'kms.key': 2, 'vpc.nat-gateway.hour': { usd: 90, per: 730, unit: 'hour' } } },
  })
  const { lines } = report(pricesOf('us-east-1', { file: name, content: readPriceFile(name) }))
  expect(lines.find(({ item }) => item === 'KMS keys')).toMatchObject({ perMonth: 2, price: { source: name } })
  expect(lines.find(({ item }) => item === 'NAT gateways')?.perMonth).toBe(90)
})

test('a region that nobody has prices of is priced as us-east-1; one of the file as itself', () => {
  expect(defaultRegion('us-east-1')).toBe('us-east-1')
  expect(defaultRegion('eu-west-1')).toBe('us-east-1')
  expect(defaultRegion('eu-west-1', { content: { prices: { 'eu-west-1': { 'kms.key': 1 } } } })).toBe('eu-west-1')
})

test('fails when the file of prices is wrong, naming every problem', () => {
  const wrong = file('wrong.json', { prices: { 'us-east-1': { 'kms.key': -1, 's3.get': 'free' } } })
  expect(() => readPriceFile(wrong)).toThrow(/wrong\.json is not a price file:[\s\S]*kms\.key[\s\S]*s3\.get/)
  const stranger = file('stranger.json', { prices: { 'us-east-1': { 'kms.kee': 1 } } })
  expect(() => pricesOf('us-east-1', { file: stranger, content: readPriceFile(stranger) })).toThrow(/kms\.kee/)
  expect(() => readPriceFile(path.join(folder, 'nowhere.json'))).toThrow(/nowhere\.json cannot be read/)
})

test('usage is read from what --json printed, or alone', () => {
  expect(readUsage(file('report.json', report()))).toEqual(SAMPLE_USAGE)
  expect(readUsage(file('usage.json', SAMPLE_USAGE))).toEqual(SAMPLE_USAGE)
  expect(() => readUsage(file('half.json', { ...SAMPLE_USAGE, logBytes: -1 }))).toThrow(
    /half\.json does not hold the usage of a run[\s\S]*logBytes/,
  )
})

test('fails when the folder holds no stacks', () => {
  expect(() => readStacks(path.join(folder, 'nowhere'))).toThrow(
    /holds no synthesized stack; make them with: pnpm synth/,
  )
})
