declare module 'asl-validator' {
  /** The package ships no declarations. Checks schema, transitions and reachable ends; knows JSONPath and JSONata. */
  export default function aslValidator(definition: unknown): {
    readonly isValid: boolean
    readonly errors: readonly { readonly 'Error code': string; readonly Message: string }[]
  }
}
