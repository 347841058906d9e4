import { defineTransform } from './define-transform.ts'

// Greedy on purpose: a word that only looks like an address is a smaller loss than an address left in.
const EMAIL = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
/** Seven digits or more with the signs people put between them; not part of a longer word. */
const PHONE = /(?<![\p{L}\p{N}])(?:\+|00)?\(?\d(?:[\s./()-]{0,3}\d){6,}(?![\p{L}\p{N}])/gu
/** 2026-11-23, with or without a time behind it. */
const DATE = /^\d{4}-\d{2}-\d{2}/

export const redactContacts = defineTransform<string, string>({
  name: 'redactContacts',
  doc: 'Text with e-mail addresses as [e-mail] and telephone numbers as [phone]. Dates and numbers of fewer than seven digits stay.',
  examples: [
    { in: 'Write to Anna.B+jobs@mail.example.co.uk!', out: 'Write to [e-mail]!' },
    { in: 'Ruf an: +49 (0)151 / 234-56 78, danke', out: 'Ruf an: [phone], danke' },
    { in: 'call 00442071234567 or 555-1234', out: 'call [phone] or [phone]' },
    { in: 'On 2026-11-23 09:30, 3 of 10 for 45000 a year', out: 'On 2026-11-23 09:30, 3 of 10 for 45000 a year' },
    { in: 'müller@exämple.de', out: '[e-mail]' },
  ],
  apply(value) {
    return value.replace(EMAIL, '[e-mail]').replace(PHONE, (found) => (DATE.test(found) ? found : '[phone]'))
  },
})
