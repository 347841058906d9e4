import { join } from 'node:path'
import { promisify } from 'node:util'
import { loadPackageDefinition, Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { plannedState } from './planned-state.ts'
import { providerSchema, resourceSchema } from './provider-schema.ts'
import type { Block } from './schema.ts'

/** A provider that knows schemas and nothing else: enough for `terraform validate` and `plan`. */
export interface StubProvider extends AsyncDisposable {
  /** Value of TF_REATTACH_PROVIDERS: Terraform talks to this process instead of installing a provider. */
  readonly reattach: string
}

interface DynamicValue {
  readonly msgpack: Uint8Array
}

interface PlanRequest {
  readonly type_name: string
  readonly proposed_new_state: DynamicValue
}

/** Largest message, in bytes: schemas of many types are some megabytes. */
const MESSAGE_LIMIT = 64 * 1024 * 1024

/** @param types resource types that the stacks use, e.g. `aws_s3_bucket` */
export async function startStubProvider(types: readonly string[]): Promise<StubProvider> {
  const schemas = new Map(types.map((type) => [type, resourceSchema(type)]))
  const server = new Server({
    'grpc.max_send_message_length': MESSAGE_LIMIT,
    'grpc.max_receive_message_length': MESSAGE_LIMIT,
  })
  const definition = loadSync(join(import.meta.dirname, 'provider.proto'), { keepCase: true, defaults: true })
  // The package's shape is that of provider.proto, which the loader cannot express as a type.
  const proto = loadPackageDefinition(definition) as unknown as {
    tfplugin6: { Provider: { service: Parameters<Server['addService']>[0] } }
  }
  const answer = <Request>(respond: (request: Request) => object): handleUnaryCall<Request, object> => {
    return (call, callback) => callback(null, respond(call.request))
  }
  server.addService(proto.tfplugin6.Provider.service, {
    GetProviderSchema: answer(() => ({
      provider: { block: render(providerSchema()) },
      resource_schemas: Object.fromEntries([...schemas].map(([type, block]) => [type, { block: render(block) }])),
    })),
    ValidateProviderConfig: answer(() => ({})),
    ValidateResourceConfig: answer(() => ({})),
    ConfigureProvider: answer(() => ({})),
    PlanResourceChange: answer<PlanRequest>(({ type_name, proposed_new_state }) => {
      const schema = schemas.get(type_name)
      if (schema === undefined) throw new Error(`no schema of ${type_name} was loaded`)
      const msgpack = plannedState(proposed_new_state.msgpack, schema)
      return { planned_state: { msgpack }, legacy_type_system: true }
    }),
    StopProvider: answer(() => ({})),
  })
  const port = await promisify(server.bindAsync.bind(server))('127.0.0.1:0', ServerCredentials.createInsecure())
  const reattach = JSON.stringify({
    'registry.terraform.io/hashicorp/aws': {
      Protocol: 'grpc',
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
    },
  })
  return {
    reattach,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  }
}

function render(block: Block): object {
  return {
    attributes: block.attributes.map(({ type, ...attribute }) => ({
      ...attribute,
      type: Buffer.from(JSON.stringify(type)),
    })),
    block_types: block.blocks.map(({ name, nesting, required, block: inner }) => ({
      type_name: name,
      nesting,
      min_items: required ? 1 : 0,
      block: render(inner),
    })),
  }
}
