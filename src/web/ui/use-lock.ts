import { useEffect, useRef } from 'preact/hooks';

const EVERY_MS = 5_000;
const SIGNS = ['pointerdown', 'keydown', 'scroll'] as const;

/** Locks after so long in which nobody does anything; the clock runs on while the page is out of sight. */
export const useLock = (isOpen: boolean, lock: () => void, idleMs: number): void => {
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
      if (Math.abs(Date.now() - last) >= idleMs) act.current();
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
