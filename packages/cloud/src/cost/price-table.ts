/*
 * List prices in US dollars, without discounts, free tiers or taxes. This is the one table of prices; `--prices` wins
 * over it. After a change of a price: set it, look at its page again, and set `checked`.
 */

interface TableEntry {
  readonly id: string
  /** One unit of the quantity that is priced. */
  readonly unit: string
  /** Units that the price buys, as AWS lists it. */
  readonly per: number
  /** By region. */
  readonly usd: Readonly<Record<string, number>>
  readonly source: string
  /** Whether a copy of that page, or a list made from AWS's price API, showed the figure on the day of the table. */
  readonly confirmed: boolean
}

const PAGE = 'https://aws.amazon.com'

/** N. Virginia. */
const virginia = (usd: number) => ({ 'us-east-1': usd })
/** Places with the same price. */
const also = (usd: number, ...regions: readonly string[]) =>
  Object.fromEntries(['us-east-1', ...regions].map((region) => [region, usd]))

export const PRICE_TABLE: { readonly checked: string; readonly prices: readonly TableEntry[] } = {
  checked: '2026-11-23',
  prices: [
    entry(
      'step-functions.transition',
      'state transition',
      1000,
      also(0.025, 'eu-west-1', 'eu-central-1'),
      '/step-functions/pricing/',
    ),
    entry('step-functions.express.request', 'request', 1_000_000, virginia(1), '/step-functions/pricing/'),
    entry('step-functions.express.gb-second', 'GB-second', 1, virginia(0.00001667), '/step-functions/pricing/'),
    entry('lambda.request', 'request', 1_000_000, virginia(0.2), '/lambda/pricing/'),
    entry('lambda.arm64.gb-second', 'GB-second', 1, virginia(0.0000133334), '/lambda/pricing/'),
    entry('lambda.x86_64.gb-second', 'GB-second', 1, virginia(0.0000166667), '/lambda/pricing/'),
    entry('s3.put', 'PUT, POST or LIST', 1000, virginia(0.005), '/s3/pricing/'),
    entry('s3.get', 'GET', 1000, virginia(0.0004), '/s3/pricing/'),
    entry('s3.standard.gb-month', 'GB-month', 1, virginia(0.023), '/s3/pricing/'),
    entry('logs.ingested.gb', 'GB', 1, virginia(0.5), '/cloudwatch/pricing/'),
    entry('logs.stored.gb-month', 'GB-month', 1, virginia(0.03), '/cloudwatch/pricing/'),
    entry('cloudwatch.alarm-metric', 'metric of an alarm', 1, virginia(0.1), '/cloudwatch/pricing/'),
    entry('cloudwatch.dashboard', 'dashboard', 1, virginia(3), '/cloudwatch/pricing/'),
    entry('cloudwatch.custom-metric', 'metric', 1, virginia(0.3), '/cloudwatch/pricing/'),
    unconfirmed('xray.trace', 'trace', 1_000_000, virginia(5), '/xray/pricing/'),
    entry('kms.key', 'key', 1, virginia(1), '/kms/pricing/'),
    entry('secrets-manager.secret', 'secret', 1, virginia(0.4), '/secrets-manager/pricing/'),
    entry('vpc.interface-endpoint.hour', 'zone-hour', 1, virginia(0.01), '/privatelink/pricing/'),
    entry('vpc.nat-gateway.hour', 'hour', 1, virginia(0.045), '/vpc/pricing/'),
    entry('rds.mysql.db.t4g.medium.hour', 'instance-hour', 1, virginia(0.065), '/rds/mysql/pricing/'),
    entry('rds.postgres.db.t4g.medium.hour', 'instance-hour', 1, virginia(0.065), '/rds/postgresql/pricing/'),
    unconfirmed('rds.mysql.db.r7g.large.hour', 'instance-hour', 1, virginia(0.239), '/rds/mysql/pricing/'),
    unconfirmed('rds.postgres.db.r7g.large.hour', 'instance-hour', 1, virginia(0.239), '/rds/postgresql/pricing/'),
    entry('rds.mysql.gp3.gb-month', 'GB-month', 1, virginia(0.115), '/rds/mysql/pricing/'),
    entry('rds.postgres.gp3.gb-month', 'GB-month', 1, virginia(0.115), '/rds/postgresql/pricing/'),
    entry('mwaa.mw1.small.hour', 'hour', 1, virginia(0.49), '/managed-workflows-for-apache-airflow/pricing/'),
    entry('mwaa.mw1.medium.hour', 'hour', 1, virginia(0.74), '/managed-workflows-for-apache-airflow/pricing/'),
    entry('mwaa.mw1.large.hour', 'hour', 1, virginia(0.99), '/managed-workflows-for-apache-airflow/pricing/'),
    entry('mwaa.metadata.gb-month', 'GB-month', 1, virginia(0.1), '/managed-workflows-for-apache-airflow/pricing/'),
    entry('ec2.m5.xlarge.hour', 'instance-hour', 1, virginia(0.192), '/ec2/pricing/on-demand/'),
    unconfirmed('emr.m5.xlarge.hour', 'instance-hour', 1, virginia(0.048), '/emr/pricing/'),
  ],
}

function entry(id: string, unit: string, per: number, usd: TableEntry['usd'], page: string): TableEntry {
  return { id, unit, per, usd, source: `${PAGE}${page}`, confirmed: true }
}

function unconfirmed(id: string, unit: string, per: number, usd: TableEntry['usd'], page: string): TableEntry {
  return { ...entry(id, unit, per, usd, page), confirmed: false }
}
