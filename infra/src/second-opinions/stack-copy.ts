import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const stackJson = z.looseObject({
  terraform: z.looseObject({ required_providers: z.looseObject({ aws: z.looseObject({}) }), backend: z.unknown() }),
  provider: z.looseObject({ aws: z.array(z.looseObject({})) }),
  resource: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  data: z
    .record(z.string(), z.record(z.string(), z.looseObject({ config: z.looseObject({ key: z.string().optional() }) })))
    .optional(),
})

/** Services whose calls go to moto. */
const SERVICES =
  'cloudwatch cloudwatchevents cloudwatchlogs ec2 iam kms lambda rds s3 s3control scheduler secretsmanager sns sqs sts'

/** Attributes of what moto cannot make, as values: other resources refer to them. */
const STAND_INS: Readonly<Record<string, string>> = {
  address: 'database.invalid',
  port: '5432',
  'master_user_secret[0].secret_arn': 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1-AbCdEf',
}

/** What moto cannot make. It does not find a database by its resource id, which the provider asks for. */
export const NOT_ON_MOTO: readonly string[] = ['aws_db_instance', 'aws_db_instance_role_association']

export interface MotoPlace {
  readonly endpoint: string
  /** Step Functions, through the proxy that adds the calls moto lacks. */
  readonly stepFunctions: string
  /** Folder of the states. */
  readonly states: string
}

/**
 * Copies stacks so that another version of the provider takes them, and optionally so that they are applied to moto.
 * @returns names of the stacks
 */
export function copyStacks(from: string, to: string, version: string, moto?: MotoPlace): readonly string[] {
  cpSync(from, to, { recursive: true })
  const stacks = readdirSync(to)
  for (const stack of stacks) {
    rmSync(join(to, stack, '.terraform.lock.hcl'), { force: true }) // hashes of the version that is deployed
    const file = join(to, stack, 'cdk.tf.json')
    const json = stackJson.parse(JSON.parse(readFileSync(file, 'utf8')))
    json.terraform.required_providers.aws = { source: 'hashicorp/aws', version }
    if (moto !== undefined) pointAtMoto(json, stack, moto)
    writeFileSync(file, moto === undefined ? JSON.stringify(json) : withStandIns(JSON.stringify(json)))
  }
  return stacks
}

function pointAtMoto(json: z.infer<typeof stackJson>, stack: string, moto: MotoPlace): void {
  json.terraform.backend = { local: { path: join(moto.states, `${stack}.tfstate`) } }
  for (const state of Object.values(json.data?.['terraform_remote_state'] ?? {})) {
    const other = state.config.key?.split('/')[1] ?? ''
    Object.assign(state, { backend: 'local', config: { path: join(moto.states, other) } })
  }
  const [provider] = json.provider.aws
  if (provider === undefined) throw new Error(`stack ${stack} has no provider`)
  const endpoints = Object.fromEntries(SERVICES.split(' ').map((service) => [service, moto.endpoint]))
  delete provider['allowed_account_ids']
  Object.assign(provider, {
    access_key: 'a',
    secret_key: 'b',
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    s3_use_path_style: true,
    endpoints: [{ ...endpoints, sfn: moto.stepFunctions }],
  })
  for (const type of NOT_ON_MOTO) delete json.resource[type]
  // What must not be destroyed on AWS goes with moto.
}

/** References to what was left out become values. */
function withStandIns(text: string): string {
  return text.replaceAll(/\$\{aws_db_instance\.([\w-]+)\.([\w.[\]]+)\}/g, (_, id: string, attribute: string) => {
    return STAND_INS[attribute] ?? `hourglass-${id}`
  })
}
