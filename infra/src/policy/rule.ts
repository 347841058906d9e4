import type { Resource } from './resource.ts'

/** Why a resource breaks a rule: what was found, what to do. */
export interface Finding {
  readonly rule: string
  readonly address: string
  readonly stack: string
  readonly problem: string
}

/**
 * One check. `id` is the check it mirrors: Checkov (`CKV_AWS_*`, `CKV2_AWS_*`; bridgecrewio/checkov) or AWS Foundational
 * Security Best Practices (`FSBP S3.5`; Security Hub user guide).
 */
export interface Rule {
  readonly id: string
  readonly title: string
  /** Follows references between resources; a plan holds their values instead. */
  readonly byReference?: true
  check(resources: readonly Resource[]): readonly { readonly address: string; readonly problem: string }[]
}

/** A rule about each resource of one type by itself. `problem` says what is wrong, or nothing. */
export function each(
  id: string,
  type: string,
  title: string,
  problem: (values: Resource['values'], resource: Resource) => string | undefined | false,
): Rule {
  return {
    id,
    title,
    check: (resources) =>
      resources
        .filter((resource) => resource.type === type)
        .flatMap((resource) => {
          const found = problem(resource.values, resource)
          return found === undefined || found === false ? [] : [{ address: resource.address, problem: found }]
        }),
  }
}

/** A rule that each resource of `type` has a companion (e.g. a bucket its lifecycle) that refers to it and passes. */
export function companion(
  id: string,
  types: { readonly of: string; readonly is: string; readonly by: string },
  title: string,
  passes: (values: Resource['values']) => boolean,
): Rule {
  return {
    id,
    title,
    byReference: true,
    check: (resources) =>
      resources
        .filter((resource) => resource.type === types.of)
        .filter(
          (resource) =>
            !resources.some(
              (other) =>
                other.type === types.is &&
                other.stack === resource.stack &&
                String(other.values[types.by]).startsWith(`\${${resource.address}.`) &&
                passes(other.values),
            ),
        )
        .map((resource) => ({ address: resource.address, problem: `${types.is} is missing or not strict: ${title}` })),
  }
}
