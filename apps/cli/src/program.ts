import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { costCommand } from './commands/cost.ts'
import { demoCommand } from './commands/demo.ts'
import { initCommand } from './commands/init.ts'
import { localCommand } from './commands/local.ts'
import { newTableCommand } from './commands/new-table.ts'
import { planCommand } from './commands/plan.ts'
import { retryCommand } from './commands/retry.ts'
import { runCommand } from './commands/run.ts'
import { statusCommand } from './commands/status.ts'
import { watchCommand } from './commands/watch.ts'
import { DEFAULT_ALTERNATIVE as OTHER } from '@hourglass/cloud/cost/alternative'
import type { Interruption } from './interruption.ts'
import { createOutput, type Output } from './output.ts'
import { hourglassVersion } from './version.ts'

const ENV = ['-e, --env <name>', 'environment: local, dev, staging, prod (default: HOURGLASS_ENV, else local)'] as const
const TABLES = [
  '-t, --table <name...>',
  'only these tables, and the models made of them; e.g. answers or analytics.answers',
] as const

type Json = { readonly json?: true | undefined }

/** A verb: does it with its options, gives the exit code. */
type Verb<Options> = (options: Options, output: Output, interruption: Interruption) => Promise<number>

/** The `hourglass` command. `finish` gets the exit code of the verb that ran. */
export function createProgram(finish: (exitCode: number) => void, interruption: Interruption) {
  // Verbs inherit these settings when they are added, so they come first.
  const program = new Command('hourglass')
    .description('Hourly MySQL to Postgres, on Step Functions Distributed Map.')
    .version(hourglassVersion(), '-V, --version', 'the version of this checkout')
    .showHelpAfterError('(see: pnpm hourglass --help)')
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  pnpm hourglass local                       start the whole cloud on this machine
  pnpm hourglass plan                        what the next run would do
  pnpm hourglass run --table answers         run one table now and follow it
  pnpm hourglass retry --table answers       retry it where it failed last
  pnpm hourglass status --env prod --json    the latest run in your account, for scripts
  pnpm hourglass new-table orders            write a catalog file from the live MySQL table

Exit codes: 0 done, 1 the run or the command failed, 2 the command was not understood,
130 interrupted with Ctrl-C.`,
    )

  const act = async <Options>(work: Verb<Options>, options: Options & Json) =>
    finish(await work(options, createOutput(options.json === true, interruption.signal), interruption))
  /** A verb that leaves nothing behind when it is interrupted. */
  const verb =
    <Options>(work: (options: Options, output: Output) => Promise<number>) =>
    (options: Options & Json) =>
      act<Options>((given, output) => interruption.race(work(given, output)), options)
  /** A verb that stops what it started when it is interrupted. */
  const stoppingVerb =
    <Options>(work: Verb<Options>) =>
    (options: Options & Json) =>
      act(work, options)
  const json = () => new Option('--json', 'print one JSON document for scripts')
  const source = () =>
    new Option('--source <server>', 'server to start as the source (default: mariadb)').choices([
      'mariadb',
      'mysql',
    ] as const)

  program
    .command('local')
    .description('start MariaDB, Postgres and the synthesized cloud on this machine, until Ctrl-C')
    .addOption(source())
    .option('--no-schedule', 'do not start a run each hour')
    .option('--live', "run the demo's catalog, and keep sending surveys and recording responses at its source")
    .addOption(json())
    .addHelpText(
      'after',
      example([
        'pnpm hourglass local --no-schedule    only what you start yourself',
        'pnpm hourglass local --live           a source that is never quiet, in data of its own',
      ]),
    )
    .action(stoppingVerb(localCommand))

  program
    .command('run')
    .description('start a run now and follow it')
    .option(...ENV)
    .option(...TABLES)
    .option('--full', 'read everything again instead of what changed')
    .option('--allow-mass-delete <name...>', 'tables whose publish may delete more rows than the guard allows')
    .option('--no-wait', 'only start it')
    .addOption(json())
    .addHelpText(
      'after',
      example([
        'pnpm hourglass run                            every table, what changed',
        'pnpm hourglass run --table answers --full     one table, everything',
      ]),
    )
    .action(verb(runCommand))

  program
    .command('watch')
    .description('follow a run, by default the latest')
    .argument('[run]', 'run id')
    .option(...ENV)
    .addOption(json())
    .addHelpText('after', example(['pnpm hourglass watch --env prod    the run under way in your account']))
    .action((run, options) => verb<typeof options>((given, output) => watchCommand(run, given, output))(options))

  program
    .command('status')
    .description('the latest run and its tables, as they are now')
    .option(...ENV)
    .option('-r, --run <id>', 'another run')
    .addOption(json())
    .addHelpText('after', example(['pnpm hourglass status --env prod --json | jq .run.status']))
    .action(verb(statusCommand))

  program
    .command('retry')
    .description('retry one table or model where it failed last; only what had failed is done again')
    .requiredOption('-t, --table <name>', 'the table or model, e.g. answers')
    .option('-r, --run <id>', 'the run it failed in (default: the last one)')
    .option(...ENV)
    .addOption(json())
    .addHelpText('after', example(['pnpm hourglass retry --table answers']))
    .action(verb(retryCommand))

  program
    .command('plan')
    .description('what the next run would do, without moving a row')
    .option(...ENV)
    .option(...TABLES)
    .option('--full', 'as a full run would')
    .addOption(json())
    .addHelpText('after', example(['pnpm hourglass plan --table answers surveys']))
    .action(verb(planCommand))

  program
    .command('cost')
    .description('what a run and a month cost, beside the same hour on MWAA + EMR')
    .option(...ENV)
    .option('-r, --run <id>', 'the run to measure (default: the latest)')
    .option('--usage <file>', 'a run measured before: what `cost --json` printed')
    .option('--stacks <folder>', 'synthesized stacks, e.g. cdktf.out/stacks (default: synthesized now)')
    .option('--region <name>', "prices of this region (default: the environment's, else us-east-1)")
    .option('--prices <file>', 'prices that win over the built-in table, as JSON')
    .option('--runs-per-month <count>', 'runs in a month (default: what the schedule says)', positive)
    .option('--mwaa-class <name>', 'environment class of the MWAA to compare with', OTHER.mwaaClass)
    .option('--metadata-gb <gb>', 'size of its metadata database', positive, OTHER.metadataGb)
    .option('--emr-class <name>', 'instance class of the EMR cluster to compare with', OTHER.emrClass)
    .option('--emr-instances <count>', 'its instances', positive, OTHER.emrInstances)
    .option('--emr-minutes <minutes>', 'how long it is up for a run', positive, OTHER.emrMinutes)
    .addOption(json())
    .addHelpText(
      'after',
      example([
        'pnpm hourglass cost --env prod                            the latest run in your account',
        'pnpm hourglass cost --json > usage.json                   measure a local run,',
        'pnpm hourglass cost --env prod --usage usage.json         and price it in prod',
      ]),
    )
    .action(verb(costCommand))

  program
    .command('init')
    .description("make a fork's catalog its own: the sample goes, tables of a live MySQL come (HOURGLASS_MYSQL_URL)")
    .option('--url <url>', 'the MySQL to read, with a database (default: HOURGLASS_MYSQL_URL; none: an empty catalog)')
    .option('--catalog <folder>', 'catalog folder (default: HOURGLASS_CATALOG, else packages/catalog)')
    .option('--schema <name>', 'Postgres schema of the targets', 'analytics')
    .addOption(json())
    .addHelpText(
      'after',
      example([
        'HOURGLASS_MYSQL_URL=mysql://user:password@127.0.0.1:3306/shop pnpm hourglass init --schema shop',
        'pnpm hourglass init    an empty catalog',
      ]),
    )
    .action(verb(initCommand))

  program
    .command('new-table')
    .description('write catalog files from live MySQL tables (HOURGLASS_MYSQL_URL, with a database)')
    .argument('[tables...]', 'MySQL table names')
    .option('--all', 'every table that can be moved; the others are listed with the reason')
    .option('--catalog <folder>', 'catalog folder to write to (default: HOURGLASS_CATALOG, else packages/catalog)')
    .option('--schema <name>', 'Postgres schema of the targets', 'analytics')
    .addOption(json())
    .addHelpText(
      'after',
      example(['HOURGLASS_MYSQL_URL=mysql://user:password@127.0.0.1:3306/shop pnpm hourglass new-table orders']),
    )
    .action((tables, options) =>
      verb<typeof options>((given, output) => newTableCommand(tables, given, output))(options),
    )

  program
    .command('demo')
    .description('see it all: databases, a full hour, an incremental hour, a failure and its retry')
    .option('--rows <count>', 'rows in the source, all tables together', wholeNumber, 300_000)
    .addOption(source())
    .option('--keep', 'leave everything running afterwards, until Ctrl-C')
    .addOption(json())
    .addHelpText(
      'after',
      example(['pnpm demo --rows 1_000_000', 'pnpm demo --keep    then, in another terminal: pnpm hourglass status']),
    )
    .action(stoppingVerb(demoCommand))

  return program
}

function wholeNumber(text: string): number {
  const number = /^\d[\d_,]*$/.test(text) ? Number(text.replaceAll(/[_,]/g, '')) : Number.NaN
  if (!Number.isInteger(number) || number < 10_000 || number > 100_000_000) {
    throw new InvalidArgumentError('give a whole number from 10000 to 100000000, e.g. --rows 1_000_000')
  }
  return number
}

function positive(text: string): number {
  const number = Number(text)
  if (!Number.isFinite(number) || number <= 0) throw new InvalidArgumentError('give a number above 0')
  return number
}

function example(lines: readonly string[]): string {
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  ${line}`).join('\n')}`
}
