import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answers } from '../../client/dossier/match.js';
import type { MadeLink } from '../../client/links/make.js';
import type { ConsentScreen } from './consent/way.js';
import type { DossierId, Piece } from '../../core/dossiers.js';
import type { KindId } from '../../core/kinds.js';
import type { PaperView } from './engine/engine.js';
import type { PagesScreen } from './pages/screens.js';
import type { Photo } from './straighten/see.js';

/** To which paper a page belongs that is photographed now. Without it, it begins one. */
export type Into =
  /** One that lies on this phone; then this screen is shown. `last`: with this page the paper is done. */
  | { readonly draft: string; readonly next: Screen; readonly last?: true }
  /** One in the safe: its bytes, behind which the page comes, or null where it has other pages now. */
  | { readonly paper: PaperView; readonly before: Uint8Array | null };

/** What the app shows; one at a time. */
export type Screen =
  | ConsentScreen
  | { readonly name: 'language' }
  | { readonly name: 'start' }
  /** `kind`: the paper that a dossier asks for, so that nobody is asked which one it is. */
  | { readonly name: 'camera'; readonly into?: Into; readonly kind?: KindId }
  | { readonly name: 'check'; readonly photo: Photo; readonly into?: Into }
  /** `more`: papers that are asked about afterwards. */
  | { readonly name: 'which'; readonly draft: string; readonly more?: readonly string[] }
  | PagesScreen
  | {
      readonly name: 'kinds';
      readonly draft: string | null;
      readonly paper: PaperView | null;
      readonly more?: readonly string[];
    }
  | { readonly name: 'kept'; readonly kind: string; readonly title: string }
  | { readonly name: 'notice' }
  | { readonly name: 'newCode' }
  | { readonly name: 'card' }
  | { readonly name: 'papers' }
  | { readonly name: 'paper'; readonly paper: PaperView }
  | { readonly name: 'rename'; readonly paper: PaperView }
  | { readonly name: 'until'; readonly paper: PaperView }
  | { readonly name: 'throwAway'; readonly paper: PaperView }
  | { readonly name: 'bin' }
  | { readonly name: 'unlock' }
  | { readonly name: 'lost' }
  | { readonly name: 'scan' }
  | { readonly name: 'typeCard' }
  | { readonly name: 'cardCode'; readonly card: string }
  | { readonly name: 'oldPhones' }
  | { readonly name: 'showWhich' }
  | { readonly name: 'showFor'; readonly docs: readonly string[]; readonly purpose?: string }
  | { readonly name: 'showMade'; readonly link: MadeLink }
  | { readonly name: 'dossiers' }
  | {
      readonly name: 'dossierAbout' | 'dossier' | 'dossierSave';
      readonly id: DossierId;
      readonly answers: Answers;
    }
  | { readonly name: 'dossierBring'; readonly piece: Piece }
  | { readonly name: 'more' }
  | { readonly name: 'phones' }
  | { readonly name: 'offline' }
  | { readonly name: 'out' }
  | { readonly name: 'changeCode' }
  | { readonly name: 'newCard' }
  | { readonly name: 'erase' }
  | { readonly name: 'discreet' }
  | { readonly name: 'erased' };

/** The way over the screens. The browser's Back goes one screen back, as the arrow on the screen does. */
export interface Way {
  readonly screen: Screen;
  readonly canGoBack: boolean;
  go(screen: Screen): void;
  /** In place of this screen: Back does not come here again. */
  replace(screen: Screen): void;
  back(): void;
  /** The kind that the camera was opened for, if it was for one. */
  wantedKind(): KindId | null;
  /** Back to the nearest screen of that name beneath this one; false if there is none. */
  backTo(name: Screen['name']): boolean;
  /** In place of all screens beneath this one: Back leads there. */
  cover(screen: Screen): void;
  /** In place of the screens of these names on top, and of one beneath that has the name of what is shown now. */
  past(names: readonly Screen['name'][], screen: Screen): void;
  /** In place of all screens: there is nothing to go back to. */
  reset(screen: Screen): void;
  /** How many entries of the browser's history are ours, besides the first. */
  depth(): number;
}

const depthIn = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number'
    ? state.depth
    : 0;

/** What lies beneath a screen that takes the place of those of these names on top. */
const under = (screens: readonly Screen[], names: readonly Screen['name'][], next: Screen): Screen[] => {
  const kept = screens.slice(0, screens.findLastIndex(({ name }) => !names.includes(name)) + 1);
  return kept.at(-1)?.name === next.name ? kept.slice(0, -1) : kept;
};

const wantedIn = (screens: readonly Screen[]): KindId | null =>
  screens.flatMap((one) => (one.name === 'camera' && one.kind ? [one.kind] : [])).at(-1) ?? null;

/** Screens live in memory alone; the history holds numbers, and the address never changes. */
export const useWay = (first: Screen): Way => {
  const [screens, setScreens] = useState<readonly Screen[]>([first]);
  const now = useRef(screens);
  const resetting = useRef(false);
  const show = (next: readonly Screen[]): void => {
    now.current = next;
    setScreens(next);
  };
  /** Shows these at once, and lets the history follow to that depth. */
  const leap = (depth: number, next: readonly Screen[]): void => {
    const steps = now.current.length - 1 - depth;
    show(next);
    if (steps <= 0) return;
    resetting.current = true;
    history.go(-steps);
  };
  useEffect(() => {
    history.replaceState({ depth: 0 }, '');
    const moved = ({ state }: PopStateEvent): void => {
      if (resetting.current) {
        resetting.current = false;
        return;
      }
      const depth = depthIn(state);
      // forward leads to what is gone
      if (depth >= now.current.length) history.go(now.current.length - 1 - depth);
      else show(now.current.slice(0, depth + 1));
    };
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  const screen = screens.at(-1) ?? first;
  return {
    screen,
    canGoBack: screens.length > 1,
    depth: () => now.current.length - 1,
    go: (next) => {
      history.pushState({ depth: now.current.length }, '');
      show([...now.current, next]);
    },
    replace: (next) => show([...now.current.slice(0, -1), next]),
    cover: (next) => show([...now.current.slice(0, -1).map(() => next), now.current.at(-1) ?? first]),
    back: () => {
      if (now.current.length > 1) history.back();
    },
    past: (names, next) => {
      const kept = under(now.current, names, next);
      leap(kept.length, [...kept, next]);
    },
    wantedKind: () => wantedIn(now.current),
    backTo: (name) => {
      const at = now.current.findLastIndex((one) => one.name === name);
      if (at < 0) return false;
      history.go(at + 1 - now.current.length);
      return true;
    },
    reset: (next) => leap(0, [next]),
  };
};
