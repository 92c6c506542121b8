import { CONSENT } from '../../i18n/phone/consent/catalogues.js';
import { useEffect, useState } from 'preact/hooks';
import type { ScreenProps } from '../app-context.js';
import { engine, type Listed, type PaperView } from '../engine/engine.js';
import type { WantedPaper } from '../engine/wanted.js';
import { lazyPart } from '../lazy-part.js';
import { PartWait } from '../loading.js';
import type { ConsentScreen } from './way.js';

/** What is shown of consents, and its words. */
const consents = lazyPart(async (language) => {
  const [{ Mark, Seen, Shown, SpareMark, WantedCard }, { words: said }] = await Promise.all([
    import('./part.js'),
    CONSENT[language](),
  ]);
  return { Mark, Seen, Shown, SpareMark, WantedCard, said };
});

/** A screen about who sees what. */
export const OfConsent = ({ app, screen }: ScreenProps & { readonly screen: ConsentScreen }) => {
  const coming = consents.use(app.words.language);
  const { part } = coming;
  if (!part) return <PartWait words={app.words} coming={coming} />;
  return <part.Shown app={app} said={part.said} screen={screen} />;
};

/** Who else sees a paper, on its own screen. */
export const WhoSees = ({ app, paper }: ScreenProps & { readonly paper: PaperView }) => {
  const { part } = consents.use(app.words.language, app.isOpen);
  if (!app.isOpen || !part) return null;
  return <part.Seen app={app} said={part.said} paper={paper} />;
};

/** The first of the papers that this person is asked for, on the list of papers; “later” lasts as long as the app is open. */
export const WantedMark = ({ app, listed }: ScreenProps & { readonly listed: Listed | null }) => {
  const [wanted, setWanted] = useState<readonly WantedPaper[]>([]);
  const { part } = consents.use(app.words.language, wanted.length > 0);
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
  return <part.WantedCard key={one.id} app={app} said={part.said} one={one} onLater={putOff} onDone={look} />;
};

/** What the person wants to answer later. */
const put = new Set<string>();

/** On the list of papers: that papers were left and wait, and that a relay was handed the spare of the card. */
export const LeftMark = ({ app }: ScreenProps) => {
  const [count, setCount] = useState(0);
  const [isSpareOut, setSpareOut] = useState(false);
  const { part } = consents.use(app.words.language, count > 0 || isSpareOut);
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
      {isSpareOut && <part.SpareMark app={app} said={part.said} />}
      {count > 0 && <part.Mark app={app} said={part.said} count={count} />}
    </>
  );
};
