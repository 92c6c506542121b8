import { CONSENT } from '../../i18n/phone/consent/catalogues.js';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../i18n/language.js';
import type { ConsentWords } from '../../i18n/phone/consent/words.js';
import { Button } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type Listed, type PaperView } from '../engine/engine.js';
import type { WantedPaper } from '../engine/wanted.js';
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

/** The first of the papers that this person is asked for, on the list of papers; “later” lasts as long as the app is open. */
export const WantedMark = ({ app, listed }: ScreenProps & { readonly listed: Listed | null }) => {
  const [wanted, setWanted] = useState<readonly WantedPaper[]>([]);
  const { part } = usePart(app.words.language, wanted.length > 0);
  const look = (): void => {
    if (app.isOpen && listed?.fresh)
      engine()
        .wanted()
        .then(setWanted, () => undefined);
  };
  // papers that came or were shown since may be what is asked for
  useEffect(look, [app.isOpen, listed]);
  const one = wanted.find(({ id }) => !put.has(id));
  if (!one || !part) return null;
  const putOff = (): void => {
    put.add(one.id);
    setWanted([...wanted]);
  };
  return (
    <part.part.WantedCard key={one.id} app={app} said={part.said} one={one} onLater={putOff} onDone={look} />
  );
};

/** What the person wants to answer later. */
const put = new Set<string>();

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
