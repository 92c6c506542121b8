import type { Words } from './words/words.js';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

export interface Format {
  /** 1.4 MB */
  size(bytes: number): string;
  /** A day, from milliseconds since 1970: 12/03/2026. */
  day(ms: number): string;
  /** A day written YYYY-MM-DD, in the same way. */
  plainDay(day: string): string;
  /** 12/03/2026 14:05 */
  moment(ms: number): string;
  /** Thursday 12 March 2026 */
  longDay(ms: number): string;
  /** 14:05 */
  time(ms: number): string;
}

const sizes = (locale: string, words: Words) => {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (bytes: number): string => {
    const power = bytes < 1000 ? 0 : bytes < 1e6 ? 1 : bytes < 1e9 ? 2 : 3;
    const value = bytes / 1000 ** power;
    const format = power < 2 || value >= 100 ? whole : tenth;
    return `${format.format(value)} ${words.units[UNITS[power]]}`;
  };
};

const DAY = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', hour12: false } as const;

/** Numbers and dates as people of the language write them, in the time zone of the machine. */
export const formatFor = (words: Words): Format => {
  const { locale } = words;
  const day = new Intl.DateTimeFormat(locale, DAY);
  const utcDay = new Intl.DateTimeFormat(locale, { ...DAY, timeZone: 'UTC' });
  const longDay = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const time = new Intl.DateTimeFormat(locale, TIME);
  return {
    size: sizes(locale, words),
    day: (ms) => day.format(ms),
    plainDay: (text) => {
      const ms = Date.parse(`${text}T00:00:00Z`);
      return Number.isNaN(ms) ? text : utcDay.format(ms);
    },
    longDay: (ms) => longDay.format(ms),
    time: (ms) => time.format(ms),
    moment: (ms) => `${day.format(ms)} ${time.format(ms)}`,
  };
};

/** Whole days from now until the end of a day written YYYY-MM-DD; negative once it is over. */
export const daysLeft = (day: string, now: number): number =>
  Math.floor((Date.parse(`${day}T23:59:59Z`) - now) / 86_400_000);

/** Whether a text is a day that exists, written YYYY-MM-DD. */
export const isDay = (text: string): boolean => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};

/** The day of a moment where this machine is, written YYYY-MM-DD. */
export const localDay = (ms: number): string => {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};
