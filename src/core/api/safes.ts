import { type Static, Type } from 'typebox';
import { AcceptWire } from './deposits.js';
import { NewGrant, ResealWire } from './grants.js';
import {
  Bytes,
  closed,
  contract,
  Count,
  Hash,
  Id,
  Millis,
  orNull,
  SignedBytes,
  Version,
} from './contract.js';

export const SafeParams = closed({ safe: Id });
const MAX_CHANGES = 500;

const SafeWire = closed({
  id: Id,
  head: Type.String({ description: 'the newest signed head, base64url' }),
  /** Wrapped root keys, oldest first: the newest for the account key, each older one under the one after it. */
  epochs: Type.Array(closed({ epoch: Version, wrappedKey: Bytes(105), wrappedPrevious: orNull(Bytes(105)) })),
  categories: Type.Array(closed({ id: Id, epoch: Version, wrappedName: Bytes(137) })),
  usedBytes: Count,
  quotaBytes: Count,
});
export type SafeWire = Static<typeof SafeWire>;

export const listSafes = contract({
  id: 'listSafes',
  method: 'GET',
  url: '/v1/safes',
  access: 'account',
  tag: 'Safes',
  summary: 'See my safes: keys, categories, room left',
  status: 200,
  response: closed({ safes: Type.Array(SafeWire) }),
  errors: [],
});

export const nameCategory = contract({
  id: 'nameCategory',
  method: 'PUT',
  url: '/v1/safes/:safe/categories/:category',
  access: 'account',
  tag: 'Safes',
  summary: 'Make a category; its name is ciphertext, and is written once',
  params: closed({ safe: Id, category: Id }),
  body: closed({ epoch: Version, wrappedName: Bytes(137) }),
  status: 204,
  response: null,
  errors: ['conflict', 'not_found', 'too_large'],
});

export const commitHead = contract({
  id: 'commitHead',
  method: 'POST',
  url: '/v1/safes/:safe/heads',
  access: 'account',
  tag: 'Safes',
  summary: 'Change the safe: keep what was sent, bin, restore, destroy',
  description:
    'All changes and the signed head that lists their outcome are stored in one transaction, or none. The server ' +
    'recomputes the list: a head that does not match it, or that is not the next one, is head_conflict. A head that ' +
    'is already the newest one answers again as it did. A head that drops a grant of a category or of the safe needs a new ' +
    'root key, and what it keeps is wrapped under the newest: conflict otherwise.',
  params: SafeParams,
  body: closed({
    head: SignedBytes,
    keep: Type.Array(closed({ doc: Id, ver: Version }), { maxItems: MAX_CHANGES }),
    /** Papers that were left and waited: version 1 of each is among those to keep. */
    accept: Type.Array(AcceptWire, { maxItems: 200 }),
    bin: Type.Array(Id, { maxItems: MAX_CHANGES }),
    restore: Type.Array(Id, { maxItems: MAX_CHANGES }),
    destroy: Type.Array(Id, { maxItems: MAX_CHANGES }),
    /** Consents given with this head, and ended ones that it leaves out. */
    give: Type.Array(NewGrant, { maxItems: 20 }),
    drop: Type.Array(Id, { maxItems: MAX_CHANGES }),
    reseal: Type.Array(ResealWire, { maxItems: 200 }),
    /** A new root key, and what it wraps anew. */
    epoch: orNull(closed({ wrappedKey: Bytes(105), wrappedPrevious: Bytes(105) })),
    rewrap: Type.Array(closed({ doc: Id, ver: Version, wrappedKey: Bytes(105) }), { maxItems: 5000 }),
  }),
  status: 200,
  response: closed({ seq: Version, log: closed({ seq: Count, hash: Hash }) }),
  errors: [
    'head_conflict',
    'damaged',
    'not_found',
    'not_certified',
    'grant_ended',
    'grant_expired',
    'conflict',
    'too_large',
  ],
});

export const eraseSafe = contract({
  id: 'eraseSafe',
  method: 'POST',
  url: '/v1/safes/:safe/erasure',
  access: 'account',
  tag: 'Safes',
  summary: 'Destroy the safe at once (GDPR art. 17)',
  description:
    'Keys, papers, log and, with the last safe, the account. The order is signed by the holder. Nothing can bring it back.',
  params: SafeParams,
  body: closed({ order: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found'],
});

export const LogEntryWire = closed({
  seq: Count,
  at: Millis,
  salt: Bytes(16),
  body: Type.String(),
  hash: Hash,
});

export const readLog = contract({
  id: 'readLog',
  method: 'GET',
  url: '/v1/safes/:safe/log',
  access: 'account',
  tag: 'Safes',
  summary: 'Read the log of the safe',
  description:
    'Entries after `after`, oldest first. Reading the log is an entry of its own, the last one of the answer.',
  params: SafeParams,
  querystring: closed({
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
  }),
  status: 200,
  response: closed({ entries: Type.Array(LogEntryWire), more: Type.Boolean() }),
  errors: ['not_found'],
});
