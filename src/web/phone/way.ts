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

/** The browser's history, which follows a request of ours to go back only later: what is asked meanwhile waits for it. */
interface Trail {
  /** One entry more, of that depth. */
  push(depth: number): void;
  /** Back to the entry of that depth, unless that is where we are. */
  to(depth: number): void;
  back(): void;
}

/** `moved`: the browser is at that depth now, by itself or by the person's hand. */
const useTrail = (moved: (depth: number) => void): Trail => {
  const trail = useRef({ at: 0, target: null as number | null, waiting: [] as (() => void)[] }).current;
  const act = useRef(moved);
  act.current = moved;
  const inTurn = (step: () => void): void => {
    if (trail.target === null) step();
    else trail.waiting.push(step);
  };
  const goTo = (depth: number): void => {
    if (depth === trail.at) return;
    trail.target = depth;
    history.go(depth - trail.at);
  };
  useEffect(() => {
    history.replaceState({ depth: 0 }, '');
    const came = ({ state }: PopStateEvent): void => {
      const { target, waiting } = trail;
      trail.at = depthIn(state);
      trail.target = null;
      trail.waiting = [];
      if (trail.at === target) for (const step of waiting) inTurn(step);
      else act.current(trail.at); // the person went back at the same time, and further
    };
    addEventListener('popstate', came);
    return () => removeEventListener('popstate', came);
  }, [trail]);
  return {
    push: (depth) =>
      inTurn(() => {
        history.pushState({ depth }, '');
        trail.at = depth;
      }),
    to: (depth) => inTurn(() => goTo(depth)),
    back: () => inTurn(() => history.back()),
  };
};

/** Screens live in memory alone; the history holds numbers, and the address never changes. */
export const useWay = (first: Screen): Way => {
  const [screens, setScreens] = useState<readonly Screen[]>([first]);
  const now = useRef(screens);
  const show = (next: readonly Screen[]): void => {
    now.current = next;
    setScreens(next);
  };
  const trail = useTrail((depth) => {
    const last = now.current.length - 1;
    // forward leads to what is gone
    if (depth > last) trail.to(last);
    else show(now.current.slice(0, depth + 1));
  });
  /** Shows these at once, and lets the history follow to their depth. */
  const leap = (next: readonly Screen[]): void => {
    if (next.length > now.current.length) trail.push(next.length - 1);
    else trail.to(next.length - 1);
    show(next);
  };
  const screen = screens.at(-1) ?? first;
  return {
    screen,
    canGoBack: screens.length > 1,
    depth: () => now.current.length - 1,
    go: (next) => {
      trail.push(now.current.length);
      show([...now.current, next]);
    },
    replace: (next) => show([...now.current.slice(0, -1), next]),
    cover: (next) => show([...now.current.slice(0, -1).map(() => next), now.current.at(-1) ?? first]),
    back: () => {
      if (now.current.length > 1) trail.back();
    },
    past: (names, next) => leap([...under(now.current, names, next), next]),
    wantedKind: () => wantedIn(now.current),
    backTo: (name) => {
      const at = now.current.findLastIndex((one) => one.name === name);
      if (at < 0) return false;
      leap(now.current.slice(0, at + 1));
      return true;
    },
    reset: (next) => leap([next]),
  };
};
