import type { DeskWords } from '../i18n/desk/words.js';
import type { PersonView } from './engine/people.js';
import type { Relays, RelayView } from './engine/signing.js';
import type { NewcomerState } from './newcomer/steps.js';
import type { Pile } from './pile/pile.js';

/** What the desk shows beside the list of what can be done. */
export type Screen =
  | { readonly name: 'people'; readonly person: string | null }
  | { readonly name: 'reading'; readonly person: PersonView; readonly show: string }
  | { readonly name: 'pile'; readonly person: PersonView }
  | { readonly name: 'asking'; readonly person: PersonView }
  | { readonly name: 'filing'; readonly person: PersonView }
  /** `docs`: papers that are chosen already. */
  | {
      readonly name: 'linking';
      readonly person: PersonView;
      readonly show: string;
      readonly docs: readonly string[] | null;
      readonly purpose: string;
    }
  | { readonly name: 'reopen' }
  | { readonly name: 'newcomer' }
  | { readonly name: 'relay' }
  | { readonly name: 'statistics' };

/** What every screen gets. */
export interface Desk {
  readonly words: DeskWords;
  readonly relays: Relays;
  /** The relay in whose name the worker works now; null where they work for none. */
  readonly relay: RelayView | null;
  readonly screen: Screen;
  /** Papers that are being sorted or sent; they stay while another screen is shown. */
  readonly pile: Pile;
  /** Somebody new who is being welcomed. */
  readonly newcomer: NewcomerState;
  setNewcomer(change: Partial<NewcomerState>): void;
  /** The words for the manager to compare, once an invitation was answered here. */
  readonly answered: readonly string[] | null;
  setAnswered(words: readonly string[] | null): void;
  go(screen: Screen): void;
  setRelays(relays: Relays): void;
  /** What to say of a failure: a worker who was put out of the relay is told that, at whatever they do next. */
  explain(error: unknown): Promise<string>;
  /** Whether the desk waits for somebody who is here, so that it is not shut by itself. */
  hold(isWaiting: boolean): void;
  /** Said once, above whatever is shown. */
  tell(text: string): void;
}

export interface ScreenProps {
  readonly desk: Desk;
}
