import type { PhoneWords } from '../i18n/phone/words.js';
import type { Facts } from './store/facts.js';
import type { Way } from './way.js';

/** What every screen gets. */
export interface App {
  readonly words: PhoneWords;
  readonly way: Way;
  readonly facts: Facts;
  /** Whether the safe is open, in memory, now. */
  readonly isOpen: boolean;
  /** To the papers; by way of the code where a safe is shut. */
  home(): void;
  /** The safe was just opened. */
  setOpen(): void;
  /** Shuts the safe: its keys go. */
  lock(): void;
  /** Everything on this phone was erased. */
  forgotten(): Promise<void>;
  /** What lies on this phone changed. */
  look(): Promise<void>;
}

export interface ScreenProps {
  readonly app: App;
}
