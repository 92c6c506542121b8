import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { TrainingWords } from '../../i18n/training/words.js';
import type { Cast, SeedTexts } from './cast.js';

/** A training that goes on. */
export interface Training {
  readonly words: TrainingWords;
  readonly cast: Cast;
  readonly texts: SeedTexts;
}

export const TrainingContext = createContext<Training | null>(null);

/** Null wherever what is shown is true. */
export const useTraining = (): Training | null => useContext(TrainingContext);
