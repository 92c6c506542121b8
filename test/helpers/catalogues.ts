import type { Catalogue } from '../../src/client/describe-words.js';
import { AGENCY } from '../../src/web/i18n/agency/catalogues.js';
import { CAPTURE } from '../../src/web/i18n/capture/catalogues.js';
import type { Catalogues } from '../../src/web/i18n/catalogues.js';
import { DEPOSIT } from '../../src/web/i18n/deposit/catalogues.js';
import { type Language, LANGUAGES } from '../../src/web/i18n/language.js';
import { DESK } from '../../src/web/i18n/desk/catalogues.js';
import { PHONE } from '../../src/web/i18n/phone/catalogues.js';
import { CONSENT } from '../../src/web/i18n/phone/consent/catalogues.js';
import { DOSSIER } from '../../src/web/i18n/phone/dossier/catalogues.js';
import { PAGES } from '../../src/web/i18n/phone/pages/catalogues.js';
import { TRAINING } from '../../src/web/i18n/training/catalogues.js';
import { tellingIn } from '../../src/web/phone/engine/telling.js';

/** What one part says, in every language. */
export type Said<Words> = Readonly<Record<Language, Words>>;

const all = async <Words>(load: (language: Language) => Promise<Words>): Promise<Said<Words>> => {
  const words = await Promise.all(LANGUAGES.map(async (one) => [one, await load(one)] as const));
  return Object.fromEntries(words) as Record<Language, Words>;
};

export const saidBy = <Words>(catalogues: Catalogues<Words>): Promise<Said<Words>> =>
  all(async (language) => (await catalogues[language]()).words);

export const historyWords = (): Promise<Said<Catalogue>> => all(tellingIn);

/** Every part of the web pages by the folder of its words. A new part is entered here. */
export const PARTS = {
  phone: PHONE,
  'phone/consent': CONSENT,
  'phone/pages': PAGES,
  'phone/dossier': DOSSIER,
  capture: CAPTURE,
  agency: AGENCY,
  deposit: DEPOSIT,
  desk: DESK,
  training: TRAINING,
} as const;
