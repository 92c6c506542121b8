import type { Place } from '../../capture/pages.js';
import type { PaperView } from '../engine/engine.js';

/** Screens of the pages of a paper, and of finding papers: they come when they are needed, with their words. */
export type PagesScreen =
  /** A change of a paper of the safe, before it goes there; `waits`: a paper that lies here by itself. */
  | { readonly name: 'pages'; readonly draft: string; readonly waits?: true }
  /** One page of a paper that lies on this phone. */
  | { readonly name: 'leaf'; readonly draft: string; readonly place: Place }
  /** The back of a card, asked for after its front was kept. */
  | { readonly name: 'back'; readonly draft: string; readonly kind: string; readonly title: string }
  | { readonly name: 'note'; readonly paper: PaperView }
  | { readonly name: 'search' };
