import type { Language } from '../i18n/language.js';

/** A day as people say it. */
export const dayOf = (language: Language, ms: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(ms);

/** A day written YYYY-MM-DD. */
export const plainDay = (language: Language, day: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`));
