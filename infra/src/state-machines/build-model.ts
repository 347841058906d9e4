import type { Definition } from './asl.ts'
import type { WorkerTarget } from './hourly-sync.ts'
import { workerTask } from './worker-task.ts'

export interface BuildModelProps {
  readonly workers: Readonly<Record<'build', WorkerTarget>>
}

/** Seconds: one build of the longest kind, and what is left of a second one. Below the timeout of `hourly-sync`. */
const BUILD_MODEL_TIMEOUT = 1500

/** `build-model`: one model, made and published by one worker, so that it is named, seen, timed and retried alone. */
export function buildModel(props: BuildModelProps): Definition {
  return {
    Comment: 'One model: its rows are made in Postgres and published.',
    TimeoutSeconds: BUILD_MODEL_TIMEOUT,
    StartAt: 'BuildModel',
    States: {
      BuildModel: workerTask({
        ...props.workers.build,
        comment: 'Makes the rows whose inputs changed in one snapshot, then makes them live in one transaction.',
        result: 'overwrite',
        next: { Next: 'Done' },
      }),
      Done: { Type: 'Succeed' },
    },
  }
}
