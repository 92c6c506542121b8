import { useEffect, useState } from 'preact/hooks';
import { isSafeError } from '../../core/errors.js';
import type { AgencyWords, Stop } from '../i18n/agency/words.js';
import type { Language } from '../i18n/language.js';
import { Page } from '../ui/page.js';
import { type QuickLook, lookQuickly, readSecret } from './quick-look.js';
import { Code } from './screens/code.js';
import { Over, Stopped, Waiting } from './screens/message.js';
import { Offer, SESSION_MINUTES } from './screens/offer.js';
import type { PapersScreen } from './screens/papers-door.js';
import { loadPapers } from './screens/papers-door.js';
import { canRun, stopOf, stopOfState } from './stops.js';
import { loadVault, type Vault } from './vault-door.js';
import type { OpenedLink } from './vault.js';

type Screen =
  | { readonly name: 'looking' }
  | { readonly name: 'stopped'; readonly stop: Stop }
  | { readonly name: 'offer'; readonly look: QuickLook }
  | {
      readonly name: 'code';
      readonly look: QuickLook;
      readonly triesLeft: number | null;
      readonly busy: boolean;
    }
  | { readonly name: 'opening' }
  | {
      readonly name: 'papers';
      readonly vault: Vault;
      readonly opened: OpenedLink;
      readonly endsAt: number;
      readonly Papers: PapersScreen;
    }
  | { readonly name: 'over'; readonly why: 'time' | 'closed'; readonly openingsLeft: number };

/** While nobody waits for anything: what comes after the button. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 300);
};

const secretOf = (fragment: string): Uint8Array | null => {
  try {
    return readSecret(fragment);
  } catch {
    return null;
  }
};

const useLink = (secret: Uint8Array | null) => {
  const [screen, setScreen] = useState<Screen>({ name: 'looking' });
  const stop = (why: Stop): void => setScreen({ name: 'stopped', stop: why });

  const look = async (): Promise<void> => {
    if (!secret) return stop('noLink');
    if (!canRun()) return stop('tooOld');
    setScreen({ name: 'looking' });
    try {
      const found = await lookQuickly(secret);
      const closed = stopOfState(found.state);
      if (closed) return stop(closed);
      setScreen({ name: 'offer', look: found });
      whenIdle(() => void Promise.all([loadVault(secret), loadPapers()]).catch(() => undefined));
    } catch (error) {
      stop(stopOf(error));
    }
  };

  const open = async (found: QuickLook, code: string | null): Promise<void> => {
    if (!secret) return;
    setScreen(
      code === null ? { name: 'opening' } : { name: 'code', look: found, triesLeft: null, busy: true },
    );
    try {
      const [vault, Papers] = await Promise.all([loadVault(secret), loadPapers()]);
      await vault.looked();
      const endsAt = performance.now() + SESSION_MINUTES * 60_000;
      const opened = await vault.open(code);
      setScreen({ name: 'papers', vault, opened, endsAt, Papers });
    } catch (error) {
      const { triesLeft } = isSafeError(error, 'wrong_code') ? error.details : {};
      if (typeof triesLeft !== 'number') return stop(stopOf(error));
      setScreen({ name: 'code', look: found, triesLeft, busy: false });
    }
  };

  const end = async (why: 'time' | 'closed', openingsLeft: number): Promise<void> => {
    setScreen({ name: 'over', why, openingsLeft });
    if (secret) (await loadVault(secret)).lookAgain();
  };

  useEffect(() => void look(), []);
  return { screen, setScreen, look, open, end, stop };
};

/** The whole page: one screen at a time. */
export const App = ({
  fragment,
  first,
  loadWords,
}: {
  readonly fragment: string;
  readonly first: AgencyWords;
  readonly loadWords: (language: Language) => Promise<AgencyWords>;
}) => {
  const [words, setWords] = useState(first);
  const [secret] = useState(() => secretOf(fragment));
  const { screen, setScreen, look, open, end, stop } = useLink(secret);
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.title = words.pageTitle;
  }, [words]);

  const choose = (language: Language): void =>
    void loadWords(language).then(setWords, () => undefined /* it stays as it is */);

  const content = () => {
    switch (screen.name) {
      case 'looking':
        return <Waiting text={words.looking} />;
      case 'opening':
        return <Waiting text={words.opening} />;
      case 'stopped':
        return <Stopped stop={screen.stop} words={words} onRetry={() => void look()} />;
      case 'offer': {
        const { look: found } = screen;
        if (!found.card) return <Stopped stop="ended" words={words} onRetry={() => void look()} />;
        const see = (): void =>
          found.code
            ? setScreen({ name: 'code', look: found, triesLeft: null, busy: false })
            : void open(found, null);
        return <Offer look={found} card={found.card} words={words} onSee={see} />;
      }
      case 'code': {
        const { look: found, triesLeft, busy } = screen;
        return (
          <Code
            triesLeft={triesLeft}
            busy={busy}
            words={words}
            onCode={(code) => void open(found, code)}
            onBack={() => setScreen({ name: 'offer', look: found })}
          />
        );
      }
      case 'papers': {
        const { Papers, vault, opened, endsAt } = screen;
        const refused = (error: unknown): void => {
          if (isSafeError(error, 'session_over')) void end('time', opened.openingsLeft);
          else if (isSafeError(error, 'link_ended') || isSafeError(error, 'link_expired'))
            stop(stopOf(error));
        };
        return (
          <Papers
            vault={vault}
            opened={opened}
            endsAt={endsAt}
            words={words}
            onOver={(why) => void end(why, opened.openingsLeft)}
            onRefused={refused}
          />
        );
      }
      case 'over':
        return (
          <Over
            why={screen.why}
            openingsLeft={screen.openingsLeft}
            words={words}
            onAgain={() => void look()}
          />
        );
    }
  };
  return (
    <Page
      brand={words.brand}
      chooseLanguage={words.chooseLanguage}
      promise={words.promise}
      language={words.language}
      onLanguage={choose}
      wide={screen.name === 'papers'}
    >
      {content()}
    </Page>
  );
};
