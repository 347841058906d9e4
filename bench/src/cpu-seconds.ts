import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of /proc a second; Linux has used 100 on every platform for long (`getconf CLK_TCK`). */
const TICKS = 100

/** CPU seconds that processes have used so far, by group. Linux only. */
export interface CpuSeconds {
  readonly workers: number
  readonly mariadb: number
  readonly postgres: number
  /** This process: state machines, S3 and the measurement. */
  readonly cloud: number
}

interface Process {
  readonly pid: number
  readonly name: string
  readonly parent: number
  readonly seconds: number
}

/** Sums every process below this one; processes that have ended count through their parent. */
export function cpuSeconds(): CpuSeconds {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger).flatMap(readProcess)
  const ours = descendantsOf(process.pid, all)
  const sum = (of: readonly Process[]) => of.reduce((total, { seconds }) => total + seconds, 0)
  const isWorker = ({ pid }: Process) => environmentOf(pid).includes('AWS_LAMBDA_FUNCTION_NAME=')
  const { user, system } = process.cpuUsage()
  return {
    workers: sum(ours.filter(isWorker)),
    mariadb: sum(ours.filter(({ name }) => name === 'mariadbd' || name === 'mysqld')),
    postgres: sum(ours.filter(({ name }) => name === 'postgres')),
    cloud: (user + system) / 1e6,
  }
}

export function cpuBetween(before: CpuSeconds, after: CpuSeconds): CpuSeconds {
  return {
    workers: after.workers - before.workers,
    mariadb: after.mariadb - before.mariadb,
    postgres: after.postgres - before.postgres,
    cloud: after.cloud - before.cloud,
  }
}

function descendantsOf(root: number, all: readonly Process[]): readonly Process[] {
  const children = all.filter(({ parent }) => parent === root)
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, all)])
}

/** `/proc/<pid>/stat` (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html); the name may hold spaces. */
function readProcess(pid: number): readonly Process[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    // Own time in user and system mode, then that of children that have been waited for.
    const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0)
    return [{ pid, name, parent: Number(fields[1]), seconds: ticks / TICKS }]
  } catch {
    return [] // it has ended meanwhile
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}
