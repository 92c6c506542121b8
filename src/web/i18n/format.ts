import { type Language, localesOf } from './language.js';

/** The forms that a language's numbers need (CLDR plural categories). */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** Picks the form for a number and puts the number where `#` stands. */
export const plural = (language: Language, count: number, forms: Forms): string => {
  const form = forms[new Intl.PluralRules([language, 'en']).select(count)] ?? forms.other;
  return form.replace('#', new Intl.NumberFormat(localesOf(language)).format(count));
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
