/** Languages of the web pages, each by its own name. */
export const LANGUAGE_NAMES = { fr: 'Français', en: 'English', ar: 'العربية' } as const;

export type Language = keyof typeof LANGUAGE_NAMES;
export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as readonly Language[];

export const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGE_NAMES, text);

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');
