import { type Language, localesOf } from './language.js';

/** Months of languages that Chromium comes without: it would write those of the phone's own language. */
const MONTHS: Partial<Record<Language, string>> = {
  ps: 'جنوري فبروري مارچ اپریل مۍ جون جولای اګست سپتمبر اکتوبر نومبر دسمبر',
  ti: 'ጥሪ ለካቲት መጋቢት ሚያዝያ ግንቦት ሰነ ሓምለ ነሓሰ መስከረም ጥቅምቲ ሕዳር ታሕሳስ',
};

/** `zone` is undefined for the one that the device is in. */
const dayText = (language: Language, date: Date, zone?: 'UTC'): string => {
  const months = MONTHS[language]?.split(' ');
  if (!months) {
    return new Intl.DateTimeFormat(localesOf(language), {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: zone,
    }).format(date);
  }
  const [day, month, year] = new Intl.DateTimeFormat('en-GB', { timeZone: zone })
    .format(date)
    .split('/')
    .map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
};

/** The day of a moment as people say it, where the person is: 12 mars 2027. */
export const dayOf = (language: Language, ms: number): string => dayText(language, new Date(ms));

/** A day of the calendar, written YYYY-MM-DD, as people say it: the last one that a paper is valid, for instance. */
export const plainDay = (language: Language, day: string): string =>
  dayText(language, new Date(`${day}T00:00:00Z`), 'UTC');

/** A month as people say it: mars 2027. `yearMonth` is year × 100 + month, of the calendar of the papers. */
export const monthOf = (language: Language, yearMonth: number): string => {
  const year = Math.floor(yearMonth / 100);
  const month = yearMonth % 100;
  const own = MONTHS[language]?.split(' ')[month - 1];
  if (own !== undefined) return `${own} ${year}`;
  const format = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(localesOf(language), format).format(new Date(Date.UTC(year, month - 1, 15)));
};

/** The time of day of a moment, where the person is. */
export const timeOf = (language: Language, ms: number): string =>
  new Intl.DateTimeFormat(localesOf(language), { hour: '2-digit', minute: '2-digit' }).format(ms);

/** A day and a time of day, in words; the year only where it is another one. */
export const moment = (language: Language, ms: number, now: number): string => {
  if (MONTHS[language]) return `${dayOf(language, ms)}, ${timeOf(language, ms)}`;
  const date = new Date(ms);
  const otherYear = date.getFullYear() !== new Date(now).getFullYear();
  return new Intl.DateTimeFormat(localesOf(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(otherYear ? { year: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
};

/** Today where the person is, as YYYY-MM-DD. */
export const today = (): string => {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};
