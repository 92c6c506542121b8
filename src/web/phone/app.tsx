import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../i18n/language.js';
import type { PhoneWords } from '../i18n/phone/words.js';
import type { App as Context, ScreenProps } from './app-context.js';
import { endEngine } from './engine/engine.js';
import { Frame } from './frame.js';
import { keepApp } from './offline/register.js';
import { Bin } from './screens/bin.js';
import { Camera } from './screens/camera.js';
import { Card } from './screens/card.js';
import { Rename, ThrowAway, Until } from './screens/change-paper.js';
import { Check } from './screens/check.js';
import { NewCode, Unlock } from './screens/code.js';
import { Kept } from './screens/kept.js';
import { ChooseLanguage } from './screens/language.js';
import { CardCode, Lost, OldPhones, Scan, TypeCard } from './screens/lost.js';
import { Notice } from './screens/notice.js';
import { PaperScreen } from './screens/paper.js';
import { Papers } from './screens/papers.js';
import { Start } from './screens/start.js';
import { AllKinds, Which } from './screens/which.js';
import { type Facts, readFacts } from './store/facts.js';
import { useLock } from './use-lock.js';
import { type Screen, useWay } from './way.js';

/** Where somebody begins who has this on their phone. */
const firstScreen = (facts: Facts, known: boolean): Screen => {
  if (!known) return { name: 'language' };
  if (facts.safe) return { name: 'unlock' };
  return facts.drafts > 0 ? { name: 'papers' } : { name: 'start' };
};

/** Screens that show nothing of what is kept: they stay when the phone locks. */
const HARMLESS: ReadonlySet<Screen['name']> = new Set([
  'language',
  'start',
  'camera',
  'check',
  'which',
  'kept',
  'unlock',
  'lost',
  'scan',
  'typeCard',
]);

const Shown = ({ app, onLanguage }: ScreenProps & { readonly onLanguage: (language: Language) => void }) => {
  const { screen } = app.way;
  switch (screen.name) {
    case 'language':
      return <ChooseLanguage onChoose={onLanguage} />;
    case 'start':
      return <Start app={app} />;
    case 'camera':
      return <Camera app={app} />;
    case 'check':
      return <Check app={app} page={screen.page} />;
    case 'which':
      return <Which app={app} draft={screen.draft} />;
    case 'kinds':
      return <AllKinds app={app} draft={screen.draft} paper={screen.paper} />;
    case 'kept':
      return <Kept app={app} kind={screen.kind} title={screen.title} />;
    case 'notice':
      return <Notice app={app} />;
    case 'newCode':
      return <NewCode app={app} />;
    case 'card':
      return <Card app={app} />;
    case 'papers':
      return <Papers app={app} />;
    case 'paper':
      return <PaperScreen app={app} paper={screen.paper} />;
    case 'rename':
      return <Rename app={app} paper={screen.paper} />;
    case 'until':
      return <Until app={app} paper={screen.paper} />;
    case 'throwAway':
      return <ThrowAway app={app} paper={screen.paper} />;
    case 'bin':
      return <Bin app={app} />;
    case 'unlock':
      return <Unlock app={app} />;
    case 'lost':
      return <Lost app={app} />;
    case 'scan':
      return <Scan app={app} />;
    case 'typeCard':
      return <TypeCard app={app} />;
    case 'cardCode':
      return <CardCode app={app} card={screen.card} />;
    default:
      return <OldPhones app={app} />;
  }
};

interface AppProps {
  readonly first: PhoneWords;
  readonly facts: Facts;
  /** Whether the language was chosen on this phone before. */
  readonly known: boolean;
  readonly loadWords: (language: Language) => Promise<PhoneWords>;
  readonly rememberLanguage: (language: Language) => void;
}

/** Keeps the app on this phone once something of the person's lies there, and tells of a newer one. */
const useUpdates = ({ safe, drafts }: Facts): (() => void) | null => {
  const [update, setUpdate] = useState<(() => void) | null>(null);
  const used = safe || drafts > 0;
  useEffect(() => {
    if (!used) return;
    void navigator.storage?.persist?.();
    keepApp((ready) => setUpdate(() => ready)).catch(() => undefined);
  }, [used]);
  return update;
};

/** The whole app: one screen at a time. */
export const App = ({ first, facts: found, known, loadWords, rememberLanguage }: AppProps) => {
  const [words, setWords] = useState(first);
  const [facts, setFacts] = useState(found);
  const [isOpen, setOpen] = useState(false);
  const way = useWay(firstScreen(found, known));
  const update = useUpdates(facts);
  const state = useRef({ facts, isOpen });
  const look = async (): Promise<void> => {
    const next = await readFacts();
    state.current = { ...state.current, facts: next };
    setFacts(next);
  };
  const opened = (open: boolean): void => {
    state.current = { ...state.current, isOpen: open };
    setOpen(open);
  };
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.documentElement.dir = words.language === 'ar' ? 'rtl' : 'ltr';
    document.title = words.pageTitle;
  }, [words]);
  useLock(isOpen, () => {
    endEngine();
    opened(false);
    if (!HARMLESS.has(way.screen.name)) way.reset({ name: 'unlock' });
  });
  const home = (): void => {
    const shut = state.current.facts.safe && !state.current.isOpen;
    way.reset({ name: shut ? 'unlock' : 'papers' });
  };
  const choose = async (language: Language): Promise<void> => {
    rememberLanguage(language);
    setWords(await loadWords(language).catch(() => words));
    way.replace(firstScreen(state.current.facts, true));
  };
  const app: Context = { words, way, facts, isOpen, home, setOpen: () => opened(true), look };
  return (
    <Frame app={app} update={update}>
      <Shown key={way.screen.name} app={app} onLanguage={(language) => void choose(language)} />
    </Frame>
  );
};
