import { en } from './words/en.js';
import { fr } from './words/fr.js';
import type { Words } from './words/words.js';
import { usage } from './usage.js';

const CATALOGUES: Readonly<Record<string, Words>> = { fr, en };

/** The language asked for, else the one of the environment, else English. */
export const wordsFor = (asked: string | undefined, environment: NodeJS.ProcessEnv): Words => {
  if (asked !== undefined) {
    const found = CATALOGUES[asked.slice(0, 2).toLowerCase()];
    if (!found) throw usage('bad_language');
    return found;
  }
  const locale = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => environment[name]).find(Boolean) ?? '';
  return CATALOGUES[locale.slice(0, 2).toLowerCase()] ?? en;
};
