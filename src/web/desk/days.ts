import { dayText } from '../i18n/format.js';
import { type Language, localesOf } from '../i18n/language.js';

/** A day as people say it, in the calendar of the papers. */
export const dayOf = (language: Language, ms: number): string => dayText(language, new Date(ms));

/** A day written YYYY-MM-DD. */
export const plainDay = (language: Language, day: string): string =>
  dayText(language, new Date(`${day}T00:00:00Z`), true);

/** The time of day, as clocks in offices show it. */
export const timeOf = (language: Language, ms: number): string =>
  new Intl.DateTimeFormat([...localesOf(language), 'en-GB'], {
    hour: '2-digit',
    minute: '2-digit',
  }).format(ms);
