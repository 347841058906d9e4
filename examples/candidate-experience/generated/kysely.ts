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
  readonly 'applications': {
    readonly id: Read<string>
    readonly candidate_id: Read<string>
    readonly job_id: Read<number>
    readonly stage_code: Read<string | null>
    readonly status: Read<'' | 'open' | 'rejected' | 'withdrawn' | 'hired'>
    readonly source: Read<string | null>
    readonly expected_salary: Read<string | null>
    readonly match_score: Read<number | null>
    readonly applied_at: Read<string>
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
    readonly industry_code: Read<string | null>
    readonly plan: Read<'' | 'trial' | 'team' | 'business' | 'enterprise'>
    readonly employees: Read<number | null>
    readonly founded: Read<number | null>
    readonly is_demo: Read<number | Buffer>
    readonly created_at: Read<string>
    readonly updated_at: Read<string>
  }
  readonly 'company_settings': {
    readonly company_id: Read<number>
    readonly time_zone: Read<string>
    readonly currency: Read<string>
    readonly monthly_fee: Read<string>
    readonly quiet_from: Read<string | null>
    readonly features: Read<Buffer>
    readonly settings: Read<unknown | null>
    readonly updated_at: Read<string>
  }
  readonly 'departments': {
    readonly id: Read<number>
    readonly company_id: Read<number>
    readonly parent_id: Read<number | null>
    readonly name: Read<string>
    readonly headcount: Read<number | null>
  }
  readonly 'hiring_stages': {
    readonly company_id: Read<number>
    readonly code: Read<string>
    readonly position: Read<number>
    readonly label: Read<string>
    readonly moment: Read<'' | 'application' | 'interview' | 'rejection' | 'offer' | 'onboarding'>
  }
  readonly 'industries': {
    readonly code: Read<string>
    readonly name: Read<string>
    readonly parent_code: Read<string | null>
    readonly segment: Read<string>
  }
  readonly 'jobs': {
    readonly id: Read<number>
    readonly company_id: Read<number>
    readonly department_id: Read<number | null>
    readonly title: Read<string>
    readonly location: Read<string | null>
    readonly openings: Read<number>
    readonly salary_min: Read<string | null>
    readonly salary_max: Read<string | null>
    readonly salary_mid: Read<string | null>
    readonly currency: Read<string>
    readonly opened_on: Read<string>
    readonly closed_on: Read<string | null>
    readonly updated_at: Read<string>
    readonly deleted_at: Read<string | null>
  }
  readonly 'questions': {
    readonly id: Read<number>
    readonly survey_id: Read<number>
    readonly position: Read<number>
    readonly asks_for: Read<'' | 'nps' | 'stars' | 'agreement' | 'text'>
    readonly wording: Read<string>
    readonly scale_max: Read<number | null>
    readonly weight: Read<number>
    readonly updated_at: Read<string>
  }
  readonly 'response_tags': {
    readonly response_id: Read<string>
    readonly tag_id: Read<number>
    readonly confidence: Read<number | null>
  }
  readonly 'size_bands': {
    readonly code: Read<string>
    readonly name: Read<string>
    readonly position: Read<number>
    readonly segment: Read<string>
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
  readonly 'survey_sends': {
    readonly id: Read<string>
    readonly survey_id: Read<number>
    readonly candidate_id: Read<string>
    readonly application_id: Read<string | null>
    readonly channel: Read<'' | 'email' | 'sms' | 'link' | 'widget'>
    readonly reminders: Read<number>
    readonly cost: Read<string>
    readonly sent_at: Read<string>
    readonly opened_at: Read<string | null>
    readonly updated_at: Read<string>
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
  readonly 'tags': {
    readonly id: Read<number>
    readonly company_id: Read<number>
    readonly name: Read<string>
    readonly colour: Read<string | null>
  }
  readonly 'users': {
    readonly id: Read<Buffer>
    readonly company_id: Read<number>
    readonly email: Read<string>
    readonly full_name: Read<string | null>
    readonly role: Read<'' | 'viewer' | 'recruiter' | 'manager' | 'admin'>
    readonly last_seen_at: Read<string | null>
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
  readonly 'analytics.applications': {
    readonly id: string
    readonly candidate_id: string
    readonly job_id: string
    readonly stage_code: string | null
    readonly status: '' | 'open' | 'rejected' | 'withdrawn' | 'hired'
    readonly source: string | null
    readonly expected_salary: string | null
    readonly match_score: number | null
    readonly applied_at: Date
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.candidates': {
    readonly id: string
    readonly company_id: string
    readonly email: string
    readonly full_name: string | null
    readonly language: string
    readonly language_group: string
    readonly birth_year: number | null
    readonly created_at: Date
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.companies': {
    readonly id: string
    readonly name: string
    readonly slug: string
    readonly country: string
    readonly industry_code: string | null
    readonly plan: '' | 'trial' | 'team' | 'business' | 'enterprise'
    readonly employees: string | null
    readonly size_band: string | null
    readonly size_segment: string | null
    readonly founded: number | null
    readonly is_demo: boolean
    readonly created_at: Date
    readonly updated_at: Date
  }
  readonly 'analytics.company_settings': {
    readonly company_id: string
    readonly time_zone: string
    readonly currency: string
    readonly monthly_fee: string
    readonly quiet_from: PostgresInterval | null
    readonly features: string
    readonly settings: unknown | null
    readonly updated_at: Date
  }
  readonly 'analytics.departments': {
    readonly id: number
    readonly company_id: string
    readonly parent_id: number | null
    readonly name: string
    readonly headcount: number | null
  }
  readonly 'analytics.hiring_stages': {
    readonly company_id: string
    readonly code: string
    readonly position: number
    readonly label: string
    readonly moment: '' | 'application' | 'interview' | 'rejection' | 'offer' | 'onboarding'
  }
  readonly 'analytics.industries': {
    readonly code: string
    readonly name: string
    readonly parent_code: string | null
    readonly segment: string
  }
  readonly 'analytics.jobs': {
    readonly id: string
    readonly company_id: string
    readonly industry_code: string | null
    readonly department_id: number | null
    readonly title: string
    readonly seniority: string
    readonly location: string | null
    readonly openings: number
    readonly salary_min: string | null
    readonly salary_max: string | null
    readonly salary_mid: string | null
    readonly currency: string
    readonly opened_on: Date
    readonly closed_on: Date | null
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.questions': {
    readonly id: string
    readonly survey_id: string
    readonly position: number
    readonly asks_for: '' | 'nps' | 'stars' | 'agreement' | 'text'
    readonly wording: string
    readonly scale_max: number | null
    readonly weight: number
    readonly updated_at: Date
  }
  readonly 'analytics.response_tags': {
    readonly response_id: string
    readonly tag_id: string
    readonly confidence: number | null
  }
  readonly 'analytics.size_bands': {
    readonly code: string
    readonly name: string
    readonly position: number
    readonly segment: string
  }
  readonly 'analytics.survey_responses': {
    readonly id: string
    readonly survey_id: string
    readonly company_id: string | null
    readonly industry_code: string | null
    readonly size_segment: string | null
    readonly candidate_id: string | null
    readonly status: '' | 'started' | 'completed' | 'abandoned'
    readonly nps: number | null
    readonly nps_class: '' | 'promoter' | 'passive' | 'detractor' | null
    readonly score: string | null
    readonly seconds_spent: number | null
    readonly time_spent: string | null
    readonly comment: string | null
    readonly context: unknown | null
    readonly device: string | null
    readonly responded_at: Date | null
    readonly seconds_to_respond: string | null
    readonly responded_month: string | null
    readonly created_at: Date
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.survey_sends': {
    readonly id: string
    readonly survey_id: string
    readonly company_id: string | null
    readonly candidate_id: string
    readonly application_id: string | null
    readonly channel: '' | 'email' | 'sms' | 'link' | 'widget'
    readonly reminders: number
    readonly cost: string
    readonly sent_at: Date
    readonly opened_at: Date | null
    readonly seconds_to_open: string | null
    readonly updated_at: Date
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
  readonly 'analytics.tags': {
    readonly id: string
    readonly company_id: string
    readonly name: string
    readonly colour: string | null
  }
  readonly 'analytics.users': {
    readonly id: Buffer
    readonly company_id: string
    readonly email: string
    readonly full_name: string | null
    readonly role: '' | 'viewer' | 'recruiter' | 'manager' | 'admin'
    readonly last_seen_at: Date | null
    readonly created_at: Date
    readonly updated_at: Date
    readonly deleted_at: Date | null
  }
  readonly 'analytics.response_context': {
    readonly response_id: string
    readonly company_id: string
    readonly segment: string | null
    readonly survey_id: string
    readonly moment: string
    readonly channels: string[]
    readonly job_id: string | null
    readonly seniority: string | null
    readonly department: string | null
    readonly stage_position: number | null
    readonly stage: string | null
    readonly status: string
    readonly device: string | null
    readonly nps: number | null
    readonly nps_class: string | null
    readonly score: string | null
    readonly opened_at: Date
    readonly responded_at: Date | null
    readonly counts: boolean
    readonly updated_at: Date
  }
  readonly 'analytics.benchmark_by_segment_month': {
    readonly segment: string
    readonly month: Date
    readonly shown: boolean
    readonly companies: number | null
    readonly responses: string | null
    readonly mean_score: string | null
    readonly nps: string | null
  }
  readonly 'analytics.company_summary': {
    readonly company_id: string
    readonly segment: string | null
    readonly first_day: Date | null
    readonly last_day: Date | null
    readonly responses: string
    readonly shown: boolean
    readonly mean_score: string | null
    readonly score_change: string | null
    readonly nps: string | null
    readonly completion_rate: string | null
  }
}
