import * as accounts from './accounts.js';
import * as asks from './asks.js';
import * as deposits from './deposits.js';
import * as documents from './documents.js';
import * as drops from './drops.js';
import * as grants from './grants.js';
import * as linked from './linked.js';
import * as hands from './hands.js';
import * as links from './links.js';
import * as relayNotes from './relay-notes.js';
import * as relays from './relays.js';
import * as safes from './safes.js';
import * as spares from './spares.js';
import * as system from './system.js';
import type { Contract } from './contract.js';

const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'method' in value && 'url' in value;

/** Every operation there is, in the order of the documentation. */
export const ALL_CONTRACTS: readonly Contract[] = [
  accounts,
  safes,
  documents,
  relays,
  relayNotes,
  grants,
  asks,
  deposits,
  links,
  linked,
  drops,
  spares,
  hands,
  system,
].flatMap((feature) => Object.values(feature).filter(isContract));
