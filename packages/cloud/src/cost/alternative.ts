import type { CostLine } from './cost-line.ts'
import { HOURS_PER_MONTH } from './stack-lines.ts'

/** What the same hour would run on without Step Functions: Airflow all month, and a cluster for each run. */
export interface Alternative {
  /** Environment class of MWAA, e.g. mw1.small. */
  readonly mwaaClass: string
  /** Its metadata database, in GB. */
  readonly metadataGb: number
  /** Instance class of the EMR cluster, e.g. m5.xlarge. */
  readonly emrClass: string
  /** Instances, the primary one included. */
  readonly emrInstances: number
  /** Minutes that the cluster is up for a run, its start included. */
  readonly emrMinutes: number
}

/**
 * The smallest environment, and three machines for half an hour: a cluster takes some ten minutes to start, and the
 * load that Hourglass replaces took twenty. The metadata size is that of AWS's own pricing example.
 */
export const DEFAULT_ALTERNATIVE: Alternative = {
  mwaaClass: 'mw1.small',
  metadataGb: 10,
  emrClass: 'm5.xlarge',
  emrInstances: 3,
  emrMinutes: 30,
}

/** What that costs. Disks of the cluster, additional Airflow workers and a NAT gateway are left out: in its favour. */
export function alternativeLines(with_: Alternative): CostLine[] {
  const instanceHours = (with_.emrInstances * with_.emrMinutes) / 60
  const month = { basis: 'month', group: 'platform' } as const
  const run = { basis: 'run', group: 'run' } as const
  return [
    { ...month, item: `MWAA ${with_.mwaaClass}`, price: `mwaa.${with_.mwaaClass}.hour`, quantity: HOURS_PER_MONTH },
    { ...month, item: 'MWAA metadata', price: 'mwaa.metadata.gb-month', quantity: with_.metadataGb },
    { ...run, item: `EC2 ${with_.emrClass}`, price: `ec2.${with_.emrClass}.hour`, quantity: instanceHours },
    { ...run, item: `EMR ${with_.emrClass}`, price: `emr.${with_.emrClass}.hour`, quantity: instanceHours },
  ]
}
