/** Languages of the web pages, each by its own name. */
export const LANGUAGE_NAMES = {
  fr: 'Français',
  en: 'English',
  ar: 'العربية',
  fa: 'فارسی',
  ps: 'پښتو',
  ti: 'ትግርኛ',
  uk: 'Українська',
  ru: 'Русский',
  nl: 'Nederlands',
} as const;

export type Language = keyof typeof LANGUAGE_NAMES;
export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as readonly Language[];

/** Whether somebody who grew up with a language has read what is said in it; `awaited` until they have. */
export const REVIEWS: Readonly<Record<Language, 'done' | 'awaited'>> = {
  fr: 'done',
  en: 'done',
  ar: 'awaited',
  fa: 'awaited',
  ps: 'awaited',
  ti: 'awaited',
  uk: 'awaited',
  ru: 'awaited',
  nl: 'awaited',
};

export const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGE_NAMES, text);

const FROM_THE_RIGHT: ReadonlySet<Language> = new Set<Language>(['ar', 'fa', 'ps']);

export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  FROM_THE_RIGHT.has(language) ? 'rtl' : 'ltr';

/** The language of a tag such as `fr-CA`; Dari is written as Persian is. */
const ofTag = (tag: string): string => {
  const [first = ''] = tag.toLowerCase().split(/[-_]/);
  return first === 'prs' ? 'fa' : first;
};

/** All languages, those that the device is set to before the others. */
export const languagesFor = (tags: readonly string[]): readonly Language[] => [
  ...new Set([...tags.map(ofTag).filter(isLanguage), ...LANGUAGES]),
];

/**
 * What a language is called where numbers and days are written: the calendar and the digits of French papers in all of them,
 * since that is what they are held against. Browsers that do not know a language write as people here do.
 */
export const localesOf = (language: Language): string[] => [
  language === 'fr' || language === 'en' ? language : `${language}-u-ca-gregory-nu-latn`,
  'en-GB',
];
