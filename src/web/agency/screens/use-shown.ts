import { type RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import { type NoPreview, openPreview, openSmall } from '../../preview/open.js';
import type { Preview } from '../../preview/pages.js';
import type { LinkedPaper } from '../vault.js';
import type { Desk } from './desk.js';

/** Larger ones come when they are asked for. */
export const SHOWN_AT_ONCE = 12_000_000;

export type Shown =
  | { readonly state: 'waiting'; readonly small: Preview | null }
  | { readonly state: 'loading'; readonly small: Preview | null; readonly part: number }
  | { readonly state: 'shown'; readonly preview: Preview }
  | { readonly state: 'none'; readonly why: NoPreview }
  | { readonly state: 'failed'; readonly code: string };

/** What a sheet holds beside what it shows; `over` once it is gone from the screen. */
interface Held {
  small: Preview | null;
  work: Promise<void> | null;
  over: boolean;
  close: (() => void)[];
}

/** Calls back once, when the element comes near the view. */
const useNear = (root: RefObject<HTMLElement | null>, onNear: () => void, onGone: () => void): void =>
  useEffect(() => {
    const target = root.current;
    if (!target) return undefined;
    const eye = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        eye.disconnect();
        onNear();
      },
      { rootMargin: '300px' },
    );
    eye.observe(target);
    return () => {
      eye.disconnect();
      onGone();
    };
  }, []);

/** Loads a paper once it comes near the view, draws it, and lets go of it at the end. */
export const useShown = (paper: LinkedPaper, desk: Desk) => {
  const [shown, setShown] = useState<Shown>({ state: 'waiting', small: null });
  const root = useRef<HTMLElement>(null);
  const held = useRef<Held>({ small: null, work: null, over: false, close: [] }).current;

  const load = async (): Promise<void> => {
    setShown({ state: 'loading', small: held.small, part: 0 });
    try {
      const bytes = await desk.bytesOf(paper, (part) =>
        setShown((now) => (now.state === 'loading' ? { ...now, part } : now)),
      );
      const preview = await openPreview(bytes);
      if (typeof preview === 'string') return setShown({ state: 'none', why: preview });
      if (held.over) return preview.close();
      held.close.push(preview.close);
      setShown({ state: 'shown', preview });
    } catch (error) {
      held.work = null;
      setShown({ state: 'failed', code: isSafeError(error) ? error.code : 'unavailable' });
    }
  };
  const ensure = (): Promise<void> => {
    held.work ??= load();
    return held.work;
  };
  const begin = async (): Promise<void> => {
    const bytes = await desk.smallOf(paper).catch(() => null);
    const small = bytes && (await openSmall(bytes));
    if (held.over) return small?.close();
    if (small) held.close.push(small.close);
    held.small = small;
    setShown((now) => ('small' in now ? { ...now, small } : now));
    if (paper.metadata.size <= SHOWN_AT_ONCE) await ensure();
  };

  useNear(
    root,
    () => void begin(),
    () => {
      held.over = true;
      for (const close of held.close) close();
    },
  );
  useEffect(() => void desk.loads.set(paper.doc, ensure), []);
  return { root, shown, ensure };
};
