// Made by `pnpm golden` from the catalog; changes here are lost.
import type { PostgresInterval } from '@hourglass/catalog-kit/kinds/time'
import type { ColumnType } from 'kysely'

/** The source is only read. */
type Read<T> = ColumnType<T, never, never>

export type { PostgresInterval }

export interface CatalogSource {
  readonly 'answers': {
    readonly id: Read<string>
    readonly response_id: Read<string>
    readonly question_id: Read<number>
    readonly rating: Read<number | null>
    readonly body: Read<string | null>
    readonly answered_at: Read<string | null>
    readonly updated_at: Read<string>
    readonly deleted_at: Read<string | null>
  }
  readonly 'candidates': {
    readonly id: Read<string>
    readonly company_id: Read<number>
    readonly email: Read<string>
    readonly full_name: Read<string | null>
    readonly language: Read<string>
    readonly born_on: Read<string | null>
    readonly created_at: Read<string>
    readonly updated_at: Read<string>
    readonly deleted_at: Read<string | null>
  }
  readonly 'companies': {
    readonly id: Read<number>
    readonly name: Read<string>
    readonly slug: Read<string>
    readonly country: Read<string>
    readonly plan: Read<'' | 'trial' | 'team' | 'business' | 'enterprise'>
    readonly employees: Read<number | null>
    readonly is_demo: Read<number | Buffer>
    readonly created_at: Read<string>
    readonly updated_at: Read<string>
  }
  readonly 'survey_responses': {
    readonly id: Read<string>
    readonly survey_id: Read<number>
    readonly candidate_id: Read<string | null>
    readonly status: Read<'' | 'started' | 'completed' | 'abandoned'>
    readonly nps: Read<number | null>
    readonly score: Read<string | null>
    readonly seconds_spent: Read<number | null>
    readonly comment: Read<string | null>
    readonly context: Read<unknown | null>
    readonly responded_at: Read<string | null>
    readonly created_at: Read<string>
    readonly updated_at: Read<string>
    readonly deleted_at: Read<string | null>
  }
  readonly 'surveys': {
    readonly id: Read<number>
    readonly company_id: Read<number>
    readonly title: Read<string>
    readonly moment: Read<'' | 'application' | 'interview' | 'rejection' | 'offer' | 'onboarding'>
    readonly channels: Read<string>
    readonly anonymous: Read<number | Buffer>
    readonly settings: Read<unknown | null>
    readonly created_at: Read<string>
    readonly updated_at: Read<string>
    readonly deleted_at: Read<string | null>
  }
}

export interface CatalogTarget {
  readonly 'analytics.answers': {
    readonly id: string
    readonly response_id: string
    readonly question_id: string
    readonly rating: number | null
    readonly body: string | null
    readonly answered_at: Date | null
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.candidates': {
    readonly id: string
    readonly company_id: string
    readonly email: string
    readonly full_name: string | null
    readonly language: string
    readonly born_on: Date | null
    readonly created_at: Date
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.companies': {
    readonly id: string
    readonly name: string
    readonly slug: string
    readonly country: string
    readonly plan: '' | 'trial' | 'team' | 'business' | 'enterprise'
    readonly employees: string | null
    readonly is_demo: boolean
    readonly created_at: Date
    readonly updated_at: Date
  }
  readonly 'analytics.survey_responses': {
    readonly id: string
    readonly survey_id: string
    readonly candidate_id: string | null
    readonly status: '' | 'started' | 'completed' | 'abandoned'
    readonly nps: number | null
    readonly score: string | null
    readonly seconds_spent: number | null
    readonly comment: string | null
    readonly context: unknown | null
    readonly responded_at: Date | null
    readonly created_at: Date
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.surveys': {
    readonly id: string
    readonly company_id: string
    readonly title: string
    readonly moment: '' | 'application' | 'interview' | 'rejection' | 'offer' | 'onboarding'
    readonly channels: string[]
    readonly anonymous: boolean
    readonly settings: unknown | null
    readonly created_at: Date
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
}
