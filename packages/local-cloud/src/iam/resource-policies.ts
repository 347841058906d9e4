import type { CloudModel } from '../stack/model/model.ts'
import { parsePolicy, type Statement } from './policy.ts'

/** The policies on resources, by what they are on. */
export class ResourcePolicies {
  private readonly byArn = new Map<string, Statement[]>()

  /** @throws PolicyError for a policy that cannot be read */
  constructor({ resourcePolicies }: Pick<CloudModel, 'resourcePolicies'>) {
    for (const { resourceArn, id, document } of resourcePolicies) {
      const statements = this.byArn.get(resourceArn) ?? []
      statements.push(...parsePolicy(document, id))
      this.byArn.set(resourceArn, statements)
    }
  }

  /** The statements on what a request is about: a bucket's are on its objects too, a function's on its versions. */
  of(resource: string): readonly Statement[] {
    const owner =
      /^(arn:aws:s3:::[^/]+)/.exec(resource)?.[1] ?? /^(arn:aws:lambda:[^:]*:\d*:function:[^:]+)/.exec(resource)?.[1]
    return this.byArn.get(owner ?? resource) ?? []
  }

  all(): readonly Statement[] {
    return [...this.byArn.values()].flat()
  }
}
