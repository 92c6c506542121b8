import { useEffect, useRef, useState } from 'preact/hooks';
import { directionOf, type Language } from '../i18n/language.js';
import type { PhoneWords } from '../i18n/phone/words.js';
import { useLock } from '../ui/use-lock.js';
import type { App as Context } from './app-context.js';
import { wearName } from './discreet/name.js';
import { endEngine } from './engine/engine.js';
import { Frame } from './frame.js';
import { forgetApp, keepApp } from './offline/register.js';
import { ShownScreen } from './shown-screen.js';
import { type Facts, readFacts } from './store/facts.js';
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
  'back',
  'kept',
  'unlock',
  'lost',
  'scan',
  'typeCard',
  'help',
]);

/** Without a touch, a key or a look for so long, the phone may be in another hand. */
const LOCK_MS = 5 * 60_000;

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

/** What lies on this phone, and whether its safe is open; `now` answers at once, also to what was begun earlier. */
const usePhone = (found: Facts) => {
  const [facts, setFacts] = useState(found);
  const [isOpen, setIsOpen] = useState(false);
  const state = useRef({ facts, isOpen });
  const look = async (): Promise<void> => {
    const next = await readFacts();
    state.current = { ...state.current, facts: next };
    setFacts(next);
  };
  const setOpen = (open: boolean): void => {
    state.current = { ...state.current, isOpen: open };
    setIsOpen(open);
  };
  return { facts, isOpen, now: () => state.current, look, setOpen };
};

/** The whole app: one screen at a time. */
export const App = ({ first, facts: found, known, loadWords, rememberLanguage }: AppProps) => {
  const [words, setWords] = useState(first);
  const { facts, isOpen, now, look, setOpen } = usePhone(found);
  const way = useWay(firstScreen(found, known));
  const update = useUpdates(facts);
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.documentElement.dir = directionOf(words.language);
    wearName(words);
  }, [words]);
  const lock = (): void => {
    endEngine();
    setOpen(false);
    if (HARMLESS.has(way.screen.name)) way.cover({ name: 'unlock' });
    else way.reset({ name: 'unlock' });
  };
  useLock(isOpen, lock, LOCK_MS);
  const forgotten = async (): Promise<void> => {
    endEngine();
    setOpen(false);
    localStorage.clear();
    wearName(words);
    await forgetApp();
    await look();
    way.reset({ name: 'erased' });
  };
  const home = (): void => {
    const shut = now().facts.safe && !now().isOpen;
    way.reset({ name: shut ? 'unlock' : 'papers' });
  };
  const choose = async (language: Language): Promise<void> => {
    rememberLanguage(language);
    setWords(await loadWords(language).catch(() => words));
    if (way.canGoBack) way.back();
    else way.replace(firstScreen(now().facts, true));
  };
  const app: Context = {
    words,
    way,
    facts,
    isOpen,
    home,
    setOpen: () => setOpen(true),
    lock,
    forgotten,
    look,
  };
  return (
    <Frame app={app} update={update}>
      <ShownScreen key={way.screen.name} app={app} onLanguage={(language) => void choose(language)} />
    </Frame>
  );
};
