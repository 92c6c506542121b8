import { dayText } from '../i18n/format.js';
import { type Language, localesOf } from '../i18n/language.js';

/** A day of the calendar, such as the last one that a paper is valid, as people say it: 12 mars 2027. */
export const dayIn = (language: Language, day: string): string =>
  dayText(language, new Date(`${day}T00:00:00Z`), true);

/** Today where the person is, as YYYY-MM-DD. */
export const today = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

/** The day of a moment, where the person is. */
export const dayOf = (language: Language, ms: number): string => dayText(language, new Date(ms));

export const timeOf = (language: Language, ms: number): string =>
  new Intl.DateTimeFormat(localesOf(language), { hour: '2-digit', minute: '2-digit' }).format(new Date(ms));
