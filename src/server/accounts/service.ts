import { showingIdentity } from './identity.js';
import { isFirstRefusal, takeChallenge } from './lock-repository.js';
import { opening } from './opening.js';
import type { AccountsPorts } from './ports.js';
import { changing, showing } from './unlockers.js';
import { challenging, releasing } from './unlocking.js';

/** What can be done with accounts: open one, unlock it, look at it, change its cards and devices. */
export const accountsService = (ports: AccountsPorts) => ({
  open: opening(ports),
  challenge: challenging(ports),
  release: releasing(ports),
  show: showing(ports),
  identity: showingIdentity(ports),
  changeUnlockers: changing(ports),
  /** For who answers challenges by another rule. */
  locks: { takeChallenge, isFirstRefusal },
});
