import type { Catalogues } from '../catalogues.js';
import type { TrainingWords } from './words.js';

export const TRAINING: Catalogues<TrainingWords> = {
  fr: () => import('./fr.js'),
  en: () => import('./en.js'),
  ar: () => import('./ar.js'),
  fa: () => import('./fa.js'),
  ps: () => import('./ps.js'),
  ti: () => import('./ti.js'),
  uk: () => import('./uk.js'),
  ru: () => import('./ru.js'),
  nl: () => import('./nl.js'),
};
