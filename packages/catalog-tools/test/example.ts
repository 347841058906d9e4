import { resolve } from 'node:path'

/** The catalog folder of the demo: a real one, with models. */
export const EXAMPLE = resolve(import.meta.dirname, '../../../examples/candidate-experience')
