import { useEffect, useRef } from 'preact/hooks';

/** Without a touch, a key or a look for so long, the phone may be in another hand. */
const IDLE_MS = 5 * 60_000;
const EVERY_MS = 5_000;
const SIGNS = ['pointerdown', 'keydown', 'scroll'] as const;

/** Locks after a while in which nobody does anything; the clock runs on while the app is out of sight. */
export const useLock = (isOpen: boolean, lock: () => void): void => {
  const act = useRef(lock);
  act.current = lock;
  useEffect(() => {
    if (!isOpen) return undefined;
    let last = Date.now();
    const moved = (): void => {
      last = Date.now();
    };
    const check = (): void => {
      // a clock that was set back is no reason to stay open
      if (Math.abs(Date.now() - last) >= IDLE_MS) act.current();
    };
    const timer = setInterval(check, EVERY_MS);
    for (const sign of SIGNS) addEventListener(sign, moved, { passive: true, capture: true });
    document.addEventListener('visibilitychange', check);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) removeEventListener(sign, moved, { capture: true });
      document.removeEventListener('visibilitychange', check);
    };
  }, [isOpen]);
};
