import { placeOf } from './account-tables.ts'
import type { DemoTable, DemoWorld } from './demo-table.ts'
import { LANGUAGES, TAGS } from './phrases.ts'
import type { RowRandom } from './random.ts'
import { QUESTIONS_PER_SURVEY, questionId } from './scale.ts'
import { comment, contextJson } from './texts.ts'

const MOMENTS = ['application', 'interview', 'rejection', 'offer', 'onboarding'] as const
const ASKS = ['nps', 'stars', 'agreement', 'stars', 'agreement', 'stars', 'text', 'text'] as const
const SCALES: Readonly<Record<(typeof ASKS)[number], number | null>> = { nps: 10, stars: 5, agreement: 7, text: null }
/** From here on the second mail provider gave out the keys. */
const SECOND_PROVIDER = 9_223_372_036_854_775_808n
const FIRST_PROVIDER_SHARE = 0.9

/** Surveys go round the companies. */
function companyOf(surveyId: number, world: DemoWorld): number {
  return 1 + ((surveyId - 1) % world.scale.companies)
}

export const surveys: DemoTable = {
  name: 'surveys',
  columns: [
    'id',
    'company_id',
    'title',
    'moment',
    'channels',
    'anonymous',
    'settings',
    'created_at',
    'updated_at',
    'deleted_at',
  ],
  count: (scale) => scale.surveys,
  row(index, world, random) {
    const { timeline, scale } = world
    const created = timeline.created(index / 3, scale.surveys, random)
    const updated = timeline.after(created, 900, random)
    const moment = random.pick(MOMENTS)
    return [
      index + 1,
      companyOf(index + 1, world),
      `After your ${moment} – ${1 + random.below(99)} questions`,
      moment,
      random.pick(['email', 'email,sms', 'link,widget', 'email,sms,link,widget', '']),
      random.chance(0.2) ? 1 : 0,
      random.chance(0.1)
        ? null
        : `{"languages":["en","ja"],"reminders":${random.below(4)},"intro":"Grüße \\ud83d\\ude00"}`,
      timeline.text(created, random),
      timeline.text(updated, random),
      random.chance(0.04) ? timeline.text(updated, random) : null,
    ]
  },
}

export const questions: DemoTable = {
  name: 'questions',
  columns: ['id', 'survey_id', 'position', 'asks_for', 'wording', 'scale_max', 'weight', 'updated_at'],
  count: (scale) => scale.questions,
  row(index, { timeline, scale }, random) {
    const position = index % QUESTIONS_PER_SURVEY
    const asksFor = ASKS[position] ?? 'text'
    return [
      index + 1,
      Math.floor(index / QUESTIONS_PER_SURVEY) + 1,
      random.chance(0.03) ? -1 : position,
      asksFor,
      `How did you like part ${position + 1}? (${random.pick(['Wie fanden Sie es?', 'どうでしたか', 'Qu’en pensez-vous ?'])})`,
      SCALES[asksFor],
      random.pick([0.1, 0.25, 1, 1.5]),
      timeline.text(timeline.created(index / 3, scale.questions, random), random),
    ]
  },
}

export const surveySends: DemoTable = {
  name: 'survey_sends',
  columns: [
    'id',
    'survey_id',
    'candidate_id',
    'application_id',
    'channel',
    'token',
    'reminders',
    'cost',
    'sent_at',
    'opened_at',
    'updated_at',
  ],
  wrapped: { token: 'UNHEX(?)' },
  count: (scale) => scale.sends,
  row(index, { timeline, scale }, random) {
    const sent = timeline.created(index, scale.sends, random)
    const opened = timeline.after(sent, 24, random)
    const token = [0, 1, 2, 3]
      .map(() =>
        Math.floor(random.next() * 0x1_0000_0000)
          .toString(16)
          .padStart(8, '0'),
      )
      .join('')
    const early = index < scale.sends * FIRST_PROVIDER_SHARE
    return [
      early ? index + 1 : String(SECOND_PROVIDER + BigInt(index)),
      1 + random.skewed(scale.surveys),
      1 + random.below(scale.candidates),
      random.chance(0.2) ? null : 1 + random.below(scale.applications),
      random.pick(['email', 'email', 'email', 'sms', 'link', 'widget']),
      token,
      random.below(4),
      (random.below(90_000) / 1_000_000).toFixed(6),
      timeline.text(sent, random),
      random.chance(0.4) ? null : timeline.text(opened, random),
      timeline.text(opened, random),
    ]
  },
}

/** Response `id` (from 1) is to this survey; its answers need to know too. */
function surveyOf(responseId: number, world: DemoWorld): number {
  // Squared, so that the first surveys have most of the responses.
  const spread = ((responseId * 2_654_435_761) % 4_294_967_296) / 4_294_967_296
  return 1 + Math.floor(spread * spread * world.scale.surveys)
}

export const surveyResponses: DemoTable = {
  name: 'survey_responses',
  columns: [
    'id',
    'survey_id',
    'candidate_id',
    'status',
    'nps',
    'score',
    'seconds_spent',
    'comment',
    'context',
    'responded_at',
    'created_at',
    'updated_at',
    'deleted_at',
  ],
  count: (scale) => scale.responses,
  row(index, world, random) {
    const { timeline, scale } = world
    const id = index + 1
    const surveyId = surveyOf(id, world)
    const created = timeline.created(index, scale.responses, random)
    const responded = timeline.after(created, 2, random)
    const done = random.chance(0.8)
    return [
      id,
      surveyId,
      random.chance(0.15) ? null : 1 + random.below(scale.candidates),
      done ? 'completed' : random.chance(0.02) ? '' : random.pick(['started', 'abandoned']),
      done ? 10 - random.skewed(11) : null,
      done ? (random.below(10_001) / 100).toFixed(2) : null,
      random.chance(0.1) ? null : random.next() * 1_000,
      random.chance(0.35) ? comment(placeOf(companyOf(surveyId, world)).language, id, random) : null,
      random.chance(0.05) ? null : contextJson(id, random),
      done ? (random.chance(0.001) ? '0000-00-00 00:00:00.000000' : timeline.text(responded, random)) : null,
      timeline.text(created, random),
      timeline.text(responded, random),
      random.chance(0.01) ? timeline.text(responded, random) : null,
    ]
  },
}

function answerBody(id: number, random: RowRandom): string {
  return comment(LANGUAGES[id % LANGUAGES.length] ?? 'en', id, random)
}

export const answers: DemoTable = {
  name: 'answers',
  columns: ['id', 'response_id', 'question_id', 'rating', 'body', 'answered_at', 'updated_at', 'deleted_at'],
  count: (scale) => scale.answers,
  row(index, world, random) {
    const { timeline, scale } = world
    const id = index + 1
    const responseId = 1 + Math.floor((index * scale.responses) / scale.answers)
    const scaleMax = SCALES[ASKS[index % QUESTIONS_PER_SURVEY] ?? 'text']
    const answered = timeline.created(index, scale.answers, random)
    const updated = timeline.text(answered, random)
    return [
      id,
      responseId,
      questionId(surveyOf(responseId, world), index),
      scaleMax === null ? null : scaleMax - random.skewed(scaleMax + 1),
      scaleMax === null ? answerBody(id, random) : null,
      random.chance(0.001) ? '0000-00-00 00:00:00.000000' : updated,
      updated,
      random.chance(0.01) ? updated : null,
    ]
  },
}

export const tags: DemoTable = {
  name: 'tags',
  columns: ['id', 'company_id', 'name', 'colour'],
  count: (scale) => scale.tags,
  row: (index, { scale }, random) => [
    index + 1,
    1 + (index % scale.companies),
    random.pick(TAGS),
    random.chance(0.1) ? null : `#${(0x100000 + random.below(0xefffff)).toString(16)}`,
  ],
}

export const responseTags: DemoTable = {
  name: 'response_tags',
  columns: ['response_id', 'tag_id', 'confidence'],
  count: (scale) => scale.responseTags,
  // Response and tag follow from the index, so that no pair comes twice.
  row: (index, { scale }, random) => [
    1 + ((index * 7) % scale.responses),
    1 + ((Math.floor((index * 7) / scale.responses) + index) % scale.tags),
    random.chance(0.3) ? null : random.next(),
  ],
}
