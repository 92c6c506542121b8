import { dayText, monthText } from '../i18n/format.js';
import { type Language, localesOf } from '../i18n/language.js';

/** A day as people say it, in the calendar of the papers. */
export const dayOf = (language: Language, ms: number): string => dayText(language, new Date(ms));

/** A day written YYYY-MM-DD. */
export const plainDay = (language: Language, day: string): string =>
  dayText(language, new Date(`${day}T00:00:00Z`), true);

/** A month written year × 100 + month. */
export const monthOf = (language: Language, month: number): string =>
  monthText(language, Math.floor(month / 100), month % 100);

/** Today where the desk is, as YYYY-MM-DD. */
export const today = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

/** The time of day, as clocks in offices show it. */
export const timeOf = (language: Language, ms: number): string =>
  new Intl.DateTimeFormat([...localesOf(language), 'en-GB'], {
    hour: '2-digit',
    minute: '2-digit',
  }).format(ms);
