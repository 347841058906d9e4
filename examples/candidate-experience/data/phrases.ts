/** Languages of the data. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt-BR', 'pl', 'ja', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

export type Some = readonly [string, ...string[]]

/** Parts that comments are put together from: how it began, what was good or bad, how it ended. */
export interface Phrases {
  readonly openings: Some
  readonly middles: Some
  readonly endings: Some
}

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    openings: [
      'The recruiter was friendly',
      'I applied in spring',
      'Two interviews in one week',
      'It took three months',
      'The task was fair',
    ],
    middles: [
      'but nobody told me where I stood',
      'and every question was answered the same day',
      'although the salary range came late',
      'and the office tour was a nice touch',
    ],
    endings: [
      'I would apply again.',
      'Please send feedback after a rejection.',
      'Thank you!',
      'The form asked for my CV twice.',
    ],
  },
  de: {
    openings: [
      'Das Gespräch war sehr angenehm',
      'Die Bewerbung ging schnell',
      'Nach sechs Wochen kam eine Absage',
      'Die Fachfragen waren anspruchsvoll',
    ],
    middles: [
      'aber die Rückmeldung fehlte völlig',
      'und das Team wirkte offen',
      'obwohl der Termin dreimal verschoben wurde',
      'und alle waren gut vorbereitet',
    ],
    endings: ['Gerne wieder.', 'Schade um die Zeit.', 'Größere Transparenz wäre schön.', 'Vielen Dank für die Mühe!'],
  },
  fr: {
    openings: [
      "L'accueil était chaleureux",
      'Le processus est trop long',
      "J'ai passé trois entretiens",
      'Les échanges étaient clairs',
    ],
    middles: [
      'mais je n’ai reçu aucune réponse',
      'et le calendrier a été respecté',
      'même si le salaire restait flou',
      'et l’équipe m’a mis à l’aise',
    ],
    endings: ['À refaire.', 'Très déçue.', 'Merci pour votre écoute.', 'Je recommande.'],
  },
  es: {
    openings: [
      'La entrevista fue agradable',
      'El proceso duró demasiado',
      'Me llamaron al día siguiente',
      'Las preguntas eran claras',
    ],
    middles: [
      'pero nunca recibí respuesta',
      'y el equipo respondió a todo',
      'aunque el horario cambió dos veces',
      'y explicaron bien los próximos pasos',
    ],
    endings: ['¡Muchas gracias!', 'No lo recomendaría.', '¿Por qué no avisan?', 'Volvería a intentarlo.'],
  },
  'pt-BR': {
    openings: ['A entrevista foi tranquila', 'Demorou bastante', 'Fui bem recebido', 'O teste era longo'],
    middles: [
      'mas não deram retorno',
      'e a comunicação foi ótima',
      'embora a vaga já estivesse fechada',
      'e todos foram educados',
    ],
    endings: ['Obrigada pela atenção.', 'Faria de novo.', 'Precisa melhorar.', 'Não tive resposta até hoje.'],
  },
  pl: {
    openings: [
      'Rozmowa przebiegła sprawnie',
      'Czekałem ponad miesiąc',
      'Zadanie było ciekawe',
      'Rekruterka była bardzo pomocna',
    ],
    middles: [
      'ale nikt nie oddzwonił',
      'i wszystko zostało wyjaśnione',
      'choć widełki pojawiły się późno',
      'i zespół zrobił dobre wrażenie',
    ],
    endings: ['Polecam.', 'Dziękuję za rozmowę.', 'Szkoda, że bez informacji zwrotnej.', 'Spróbuję jeszcze raz.'],
  },
  ja: {
    openings: [
      '面接官がとても丁寧でした',
      '選考に時間がかかりました',
      '課題は実践的でした',
      '説明会が分かりやすかったです',
    ],
    middles: [
      'が、結果の連絡がありませんでした',
      'し、質問にもすぐ答えていただけました',
      'ものの、日程の変更が多かったです',
    ],
    endings: ['ありがとうございました。', 'また応募したいです。', '改善を期待します。'],
  },
  ar: {
    openings: ['كانت المقابلة ودية', 'استغرقت العملية وقتا طويلا', 'كان فريق التوظيف متعاونا'],
    middles: ['لكنني لم أتلق أي رد', 'وتمت الإجابة على كل أسئلتي', 'رغم تغيير الموعد مرتين'],
    endings: ['شكرا لكم.', 'سأتقدم مرة أخرى.', 'أتمنى تحسين التواصل.'],
  },
}

export const JOB_TITLES: Some = [
  'Senior Backend Engineer',
  'Junior Frontend Developer',
  'Head of People',
  'Verkäufer (m/w/d)',
  'Krankenpfleger/in',
  'Lead Data Scientist',
  'Intern, Marketing',
  'Chef de projet',
  'Comptable confirmé',
  'Ingeniero de ventas',
  'Analista Júnior',
  'Specjalista ds. kadr',
  'Principal Engineer',
  'VP of Sales',
  'Werkstudent IT',
  'カスタマーサポート',
  'مدير مشروع',
  'Staff Nurse',
  'Truck  driver',
  ' Barista ',
]

export const DEPARTMENTS: Some = [
  'Engineering',
  'Vertrieb',
  'People & Culture',
  'Comptabilité',
  'Operaciones',
  'Kundenservice',
  'Naïve Café',
  'R&D – “Labs”',
  'Marché €',
]

export const CITIES: Some = [
  'Berlin',
  'München',
  'Paris',
  'Łódź',
  'São Paulo',
  'Madrid',
  'remote',
  'Remote',
  '東京',
  'القاهرة',
  'Dublin',
  'New York, NY',
]

export const SOURCES: Some = [
  'linkedin',
  'LinkedIn',
  'indeed',
  'stepstone',
  'referral',
  'career page',
  '',
  "agency: O'Neil & Söhne",
  'job\tboard',
]

export const TAGS: Some = [
  'slow',
  'friendly',
  'no feedback',
  'Salary',
  'salary',
  'überrascht',
  '⭐ great',
  'follow-up',
  'GDPR',
]

/** Country, zone, currency and language of a company's head office. */
export interface Place {
  readonly country: string
  readonly zone: string
  readonly currency: string
  readonly language: Language
}

export const PLACES: readonly [Place, ...Place[]] = [
  { country: 'DE', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' },
  { country: 'US', zone: 'America/New_York', currency: 'USD', language: 'en' },
  { country: 'GB', zone: 'Europe/London', currency: 'GBP', language: 'en' },
  { country: 'FR', zone: 'Europe/Paris', currency: 'EUR', language: 'fr' },
  { country: 'ES', zone: 'Europe/Madrid', currency: 'EUR', language: 'es' },
  { country: 'BR', zone: 'America/Sao_Paulo', currency: 'BRL', language: 'pt-BR' },
  { country: 'PL', zone: 'Europe/Warsaw', currency: 'PLN', language: 'pl' },
  { country: 'JP', zone: 'Asia/Tokyo', currency: 'JPY', language: 'ja' },
  { country: 'EG', zone: 'Africa/Cairo', currency: 'EGP', language: 'ar' },
]

/** Code, name, position, benchmark segment. */
export const SIZE_BANDS: readonly (readonly [string, string, number, string])[] = [
  ['micro', 'Up to 9 people', 0, 'local'],
  ['small', '10 to 49 people', 1, 'local'],
  ['medium', '50 to 249 people', 2, 'regional'],
  ['large', '250 to 4,999 people', 3, 'international'],
  ['enterprise', '5,000 people and more', 4, 'international'],
]

/** Code, name, wider industry, benchmark segment. */
export const INDUSTRIES: readonly (readonly [string, string, string | null, string])[] = [
  ['technology', 'Technology', null, 'tech'],
  ['software', 'Software', 'technology', 'tech'],
  ['hardware', 'Hardware', 'technology', 'tech'],
  ['health', 'Health', null, 'care'],
  ['hospitals', 'Hospitals', 'health', 'care'],
  ['pharma', 'Pharmaceuticals', 'health', 'industry'],
  ['retail', 'Retail', null, 'consumer'],
  ['groceries', 'Groceries', 'retail', 'consumer'],
  ['fashion', 'Fashion', 'retail', 'consumer'],
  ['finance', 'Finance', null, 'finance'],
  ['banks', 'Banks', 'finance', 'finance'],
  ['insurance', 'Insurance', 'finance', 'finance'],
  ['public', 'Public sector', null, 'public'],
  ['education', 'Education', 'public', 'public'],
  ['manufacturing', 'Manufacturing', null, 'industry'],
  ['automotive', 'Automotive', 'manufacturing', 'industry'],
  ['logistics', 'Logistics', null, 'industry'],
  ['hospitality', 'Hôtellerie & Gastgewerbe', null, 'consumer'],
]

/** Rows of the tables whose size is fixed. */
export const FIXED_ROWS = INDUSTRIES.length + SIZE_BANDS.length
