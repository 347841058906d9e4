/** The catalog folder of the demo, for whoever runs it by path. Absolute. */
export const CANDIDATE_EXPERIENCE = import.meta.dirname
