import { CONSENT } from '../../i18n/phone/consent/catalogues.js';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../i18n/language.js';
import type { ConsentWords } from '../../i18n/phone/consent/words.js';
import { Button } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import type * as ConsentPart from './part.js';
import type { ConsentScreen } from './way.js';

interface Part {
  readonly part: typeof ConsentPart;
  readonly said: ConsentWords;
}

/** By language: what was loaded once is there at once. */
const loaded = new Map<Language, Part>();

const load = async (language: Language): Promise<Part> => {
  const [part, { words }] = await Promise.all([import('./part.js'), CONSENT[language]()]);
  const made = { part, said: words };
  loaded.set(language, made);
  return made;
};

/** What is shown of consents, and its words, once they are needed. */
const usePart = (language: Language, needed: boolean) => {
  const [part, setPart] = useState(loaded.get(language) ?? null);
  const [failed, setFailed] = useState(false);
  const get = (): void => {
    setFailed(false);
    load(language).then(setPart, () => setFailed(true));
  };
  useEffect(() => {
    if (needed && !part) get();
  }, [needed]);
  return { part, failed, get };
};

/** A screen about who sees what. */
export const OfConsent = ({ app, screen }: ScreenProps & { readonly screen: ConsentScreen }) => {
  const { words } = app;
  const { part, failed, get } = usePart(words.language, true);
  if (part) return <part.part.Shown app={app} said={part.said} screen={screen} />;
  return (
    <section class="screen">
      {!failed && <span class="wait" role="status" aria-label={words.wait} />}
      <p class="fault" role="alert">
        {failed ? words.troubles.offline : ''}
      </p>
      {failed && (
        <Button icon="again" onPress={get}>
          {words.retry}
        </Button>
      )}
    </section>
  );
};

/** Who else sees a paper, on its own screen. */
export const WhoSees = ({ app, paper }: ScreenProps & { readonly paper: PaperView }) => {
  const { part } = usePart(app.words.language, app.isOpen);
  if (!app.isOpen || !part) return null;
  return <part.part.Seen app={app} said={part.said} paper={paper} />;
};

/** On the list of papers: that papers were left and wait, and that a relay was handed the spare of the card. */
export const LeftMark = ({ app }: ScreenProps) => {
  const [count, setCount] = useState(0);
  const [isSpareOut, setSpareOut] = useState(false);
  const { part } = usePart(app.words.language, count > 0 || isSpareOut);
  useEffect(() => {
    if (!app.isOpen) return;
    engine()
      .countLeft()
      .then(setCount, () => undefined);
    engine()
      .spareNews()
      .then(setSpareOut, () => undefined);
  }, [app.isOpen]);
  if (!part) return null;
  return (
    <>
      {isSpareOut && <part.part.SpareMark app={app} said={part.said} />}
      {count > 0 && <part.part.Mark app={app} said={part.said} count={count} />}
    </>
  );
};
