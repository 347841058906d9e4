/** Who asks for a lease: the run and, for a table, the execution's attempt are re-entrant. */
export interface LeaseRequest {
  readonly run: string
  /** How long it holds without renewal, in seconds. */
  readonly seconds: number
}

export type LeaseAnswer =
  | { readonly held: true }
  | { readonly held: false; readonly by: string; readonly until: string }
