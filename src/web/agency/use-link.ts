import { useEffect, useState } from 'preact/hooks';
import { isSafeError } from '../../core/errors.js';
import type { Stop } from '../i18n/agency/words.js';
import { isOffered, lookQuickly, type Offered, readSecret } from './quick-look.js';
import { SESSION_MINUTES } from './screens/offer.js';
import { loadPapers, type PapersScreen } from './screens/papers-door.js';
import { canRun, stopOf, stopOfState } from './stops.js';
import { loadVault, type Vault } from './vault-door.js';
import type { OpenedLink } from './vault.js';

/** What the page shows; one at a time. */
export type Screen =
  | { readonly name: 'looking' }
  | { readonly name: 'stopped'; readonly stop: Stop }
  | { readonly name: 'offer'; readonly look: Offered }
  | {
      readonly name: 'code';
      readonly look: Offered;
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

/** The way of a link over the screens. */
export const useLink = (fragment: string) => {
  const [secret] = useState(() => secretOf(fragment));
  const [screen, setScreen] = useState<Screen>({ name: 'looking' });
  const stop = (why: Stop): void => setScreen({ name: 'stopped', stop: why });

  const look = async (): Promise<void> => {
    if (!secret) return stop('noLink');
    if (!canRun()) return stop('tooOld');
    setScreen({ name: 'looking' });
    try {
      const found = await lookQuickly(secret);
      const closed = stopOfState(found.state);
      if (closed || !isOffered(found)) return stop(closed ?? 'ended');
      setScreen({ name: 'offer', look: found });
      whenIdle(() => void Promise.all([loadVault(secret), loadPapers()]).catch(() => undefined));
    } catch (error) {
      stop(stopOf(error));
    }
  };

  const open = async (found: Offered, code: string | null): Promise<void> => {
    if (!secret) return;
    setScreen(
      code === null ? { name: 'opening' } : { name: 'code', look: found, triesLeft: null, busy: true },
    );
    try {
      const [vault, Papers] = await Promise.all([loadVault(secret), loadPapers()]);
      if (found.answer !== null) await vault.believe(found.answer);
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
  /** The button: the code first, where one is needed. */
  const see = (found: Offered): void => {
    if (!found.code) return void open(found, null);
    setScreen({ name: 'code', look: found, triesLeft: null, busy: false });
  };
  const back = (found: Offered): void => setScreen({ name: 'offer', look: found });
  /** What ends all of it, wherever it was noticed. */
  const refused = (error: unknown, openingsLeft: number): void => {
    if (isSafeError(error, 'session_over')) void end('time', openingsLeft);
    else if (isSafeError(error, 'link_ended') || isSafeError(error, 'link_expired')) stop(stopOf(error));
  };
  return { screen, look: () => void look(), open, end, see, back, refused };
};

export type LinkWay = ReturnType<typeof useLink>;
