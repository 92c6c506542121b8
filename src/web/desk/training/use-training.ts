import { useEffect, useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import { TRAINING } from '../../i18n/training/catalogues.js';
import type { TrainingWords } from '../../i18n/training/words.js';
import { endEngine } from '../engine/engine.js';
import { endPerson } from '../newcomer/person.js';
import { sentenceOf } from '../troubles.js';
import { actors, endActors } from './actors.js';
import type { Cast, SeedTexts } from './cast.js';
import type { Training } from './context.js';
import { enterTraining, leaveTraining } from './world.js';

/** No worker of the one world goes on in the other. */
const endAll = (): void => {
  endEngine();
  endPerson();
  endActors();
};

const invent = async (words: DeskWords): Promise<{ said: TrainingWords; texts: SeedTexts; cast: Cast }> => {
  const { words: said } = await TRAINING[words.language]();
  const { relay, purpose, stamp } = said;
  const texts = { language: words.language, relay, purpose, stamp, kinds: words.kinds };
  endAll();
  enterTraining();
  try {
    return { said, texts, cast: await actors().begin(texts) };
  } catch (error) {
    endAll();
    leaveTraining();
    // a server that offers no training knows no such address
    throw isSafeError(error, 'not_found') ? new Error(said.notHere) : error;
  }
};

/** The training: none until it is begun, then for as long as the page is there. */
export const useTrainingWorld = (words: DeskWords) => {
  const [begun, setBegun] = useState<{ texts: SeedTexts; cast: Cast } | null>(null);
  const [said, setSaid] = useState<TrainingWords | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const begin = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      const { said: first, ...made } = await invent(words);
      setSaid(first);
      setBegun(made);
    } catch (error) {
      const isPlain = error instanceof Error && !isSafeError(error);
      setFault(isPlain ? error.message : sentenceOf(words, error));
    }
    setBusy(false);
  };
  useEffect(() => {
    if (!begun) return;
    TRAINING[words.language]().then(
      (found) => setSaid(found.words),
      () => undefined /* it stays as it is */,
    );
  }, [begun, words.language]);
  const training: Training | null = begun && said && { words: said, ...begun };
  return { training, busy, fault, begin: () => void begin() };
};

export type TrainingEntrance = Omit<ReturnType<typeof useTrainingWorld>, 'training'>;
