import { HourglassError } from '@hourglass/core/errors'

const list = (problems: readonly string[]) => problems.map((problem) => `  - ${problem}`).join('\n')

/** Workers or their catalog cannot be bundled; every problem is named. */
export class BundleError extends HourglassError {
  constructor(problems: readonly string[]) {
    super(`the workers cannot be bundled:\n${list(problems)}`)
    this.name = 'BundleError'
  }
}

/** An environment's configuration cannot be deployed; every problem is named. */
export class EnvironmentConfigError extends HourglassError {
  constructor(problems: readonly string[]) {
    super(`the environments are not usable (infra/src/environments/environments.ts):\n${list(problems)}`)
    this.name = 'EnvironmentConfigError'
  }
}

/** A state machine definition breaks a rule of the Amazon States Language; every problem is named. */
export class DefinitionError extends HourglassError {
  constructor(subject: string, problems: readonly string[]) {
    super(`${subject} is not valid:\n${list(problems)}`)
    this.name = 'DefinitionError'
  }
}
