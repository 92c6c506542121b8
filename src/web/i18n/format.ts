import { type Language, localesOf } from './language.js';

/** The forms that a language's numbers need (CLDR plural categories). */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** Picks the form for a number and puts the number where `#` stands. */
export const plural = (language: Language, count: number, forms: Forms): string => {
  const form = forms[new Intl.PluralRules([language, 'en']).select(count)] ?? forms.other;
  return form.replace('#', new Intl.NumberFormat(localesOf(language)).format(count));
};

/** Months of languages that Chromium comes without: it would write those of the phone's own language. */
const MONTHS: Partial<Record<Language, string>> = {
  ps: 'جنوري فبروري مارچ اپریل مۍ جون جولای اګست سپتمبر اکتوبر نومبر دسمبر',
  ti: 'ጥሪ ለካቲት መጋቢት ሚያዝያ ግንቦት ሰነ ሓምለ ነሓሰ መስከረም ጥቅምቲ ሕዳር ታሕሳስ',
};

/** A day as people say it: 12 mars 2027. Where the person is, unless it is no moment but a day of the calendar. */
export const dayText = (language: Language, date: Date, isCalendarDay = false): string => {
  const zone = isCalendarDay ? { timeZone: 'UTC' } : {};
  const months = MONTHS[language]?.split(' ');
  if (!months) {
    return new Intl.DateTimeFormat(localesOf(language), {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      ...zone,
    }).format(date);
  }
  const [day, month, year] = new Intl.DateTimeFormat('en-GB', zone).format(date).split('/').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
};

/** A month as people say it: mars 2027. `month` from 1 to 12, of the calendar of the papers. */
export const monthText = (language: Language, year: number, month: number): string => {
  const own = MONTHS[language]?.split(' ')[month - 1];
  if (own !== undefined) return `${own} ${year}`;
  const format = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(localesOf(language), format).format(new Date(Date.UTC(year, month - 1, 15)));
};

/** A day and a time of day, in words; the year only where it is another one. */
export const moment = (language: Language, ms: number, now: number): string => {
  const date = new Date(ms);
  if (MONTHS[language]) {
    const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(date);
    return `${dayText(language, date)}, ${time}`;
  }
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

const STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in the unit that people know from their files (1 MB is a million bytes). */
export const fileSize = (language: Language, bytes: number): string => {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), STEPS.length - 1);
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(localesOf(language), {
    style: 'unit',
    unit: STEPS[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 1 ? 1 : 0,
  }).format(value);
};

/** What a button does, with what it does it to: before a colon only French has a space. */
export const labelled = (language: Language, action: string, name: string): string =>
  `${action}${language === 'fr' ? ' : ' : ': '}${name}`;
