/** What the demo breaks: somebody renames this column, and the next hour fails for its table alone. */
export const BROKEN = { table: 'analytics.survey_responses', column: 'score' } as const
