import { type Static, Type } from 'typebox';
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

/** A new lock: locator, login key, hash of the tag, the server's share `r`, the wrapped account key. */
export const LockEnrolment = closed({
  type: Type.Union([Type.Literal('card'), Type.Literal('device'), Type.Literal('spare')]),
  loc: Id,
  auth: Bytes(32),
  tagHash: Bytes(32),
  released: Bytes(32),
  wrappedKey: Bytes(105),
});

/** A spare of the card, for the lock of that type beside it: what the holder signed, and both sealed parts. */
export const NewSpare = closed({ statement: SignedBytes, sealed: Bytes(1137 + 20), note: Bytes(1137 + 512) });

export const IdentityLinkWire = closed({ statement: SignedBytes, approval: orNull(Bytes(64)) });
export type IdentityLinkWire = Static<typeof IdentityLinkWire>;

export const openAccount = contract({
  id: 'openAccount',
  method: 'POST',
  url: '/v1/accounts',
  access: 'public',
  tag: 'Accounts',
  summary: 'Open a safe',
  description:
    'Makes an account without name, e-mail or phone number, its locks, and, for a holder, the first safe with an empty head. ' +
    'Sending the same again answers the same.',
  body: closed({
    statement: SignedBytes,
    unlockers: Bytes(65, 64 * 1024),
    locks: Type.Array(LockEnrolment, { minItems: 1, maxItems: 4 }),
    /** None for a worker, who holds nothing. */
    safe: orNull(closed({ id: Id, wrappedKey: Bytes(105), head: SignedBytes })),
  }),
  status: 201,
  response: closed({ uid: Id, safe: orNull(Id) }),
  errors: ['conflict', 'damaged'],
});

export const challengeLock = contract({
  id: 'challengeLock',
  method: 'POST',
  url: '/v1/locks/challenge',
  access: 'public',
  tag: 'Accounts',
  summary: 'Ask for a login challenge',
  description:
    'Answers for every locator alike, so that nobody learns which ones exist. Good for one answer.',
  body: closed({ loc: Id }),
  status: 200,
  response: closed({ challenge: Bytes(32), expiresAt: Millis }),
  errors: [],
});

export const releaseLock = contract({
  id: 'releaseLock',
  method: 'POST',
  url: '/v1/locks/release',
  access: 'public',
  tag: 'Accounts',
  summary: 'Answer the challenge, log in',
  description:
    'The signature proves the card or device, the tag the code. Possession is checked first; then a try is counted ' +
    'before the tag is compared. Ten wrong codes freeze the lock.',
  body: closed({ loc: Id, challenge: Bytes(32), tag: Bytes(32), signature: Bytes(64) }),
  status: 200,
  response: closed({
    uid: Id,
    generation: Version,
    released: Bytes(32),
    wrappedKey: Bytes(105),
    token: Type.String(),
    expiresAt: Millis,
    identity: Type.Array(IdentityLinkWire),
    unlockers: Type.String(),
  }),
  errors: ['unauthorized', 'wrong_code', 'too_early', 'lock_frozen', 'lock_blocked', 'spare_closed'],
});

export const showAccount = contract({
  id: 'showAccount',
  method: 'GET',
  url: '/v1/account',
  access: 'account',
  tag: 'Accounts',
  summary: 'See the account and its locks',
  status: 200,
  response: closed({
    uid: Id,
    vouched: Type.Boolean(),
    identity: Type.Array(IdentityLinkWire),
    unlockers: Type.String(),
    locks: Type.Array(
      closed({
        loc: Id,
        tries: Count,
        frozen: Type.Boolean(),
        createdAt: Millis,
        lastUsedAt: orNull(Millis),
      }),
    ),
  }),
  errors: [],
});

export const showIdentity = contract({
  id: 'showIdentity',
  method: 'GET',
  url: '/v1/identities/:uid',
  access: 'account',
  tag: 'Accounts',
  summary: 'See the public keys of an account',
  description:
    'The chain of its identity statements, oldest first. Believed only through the code that its owner shows.',
  params: closed({ uid: Id }),
  status: 200,
  response: closed({ identity: Type.Array(IdentityLinkWire) }),
  errors: ['not_found'],
});

export const changeUnlockers = contract({
  id: 'changeUnlockers',
  method: 'PUT',
  url: '/v1/account/unlockers',
  access: 'account',
  tag: 'Accounts',
  summary: 'Add or block a card or device',
  description:
    'The new signed list replaces the old one, to which it is chained. Locks that it names for the first time come ' +
    'along; locks that it no longer names are blocked from the next request on and never come back. With a lock of type `spare` comes what the ' +
    'relay is to keep of it: one of an account at a time (`conflict`), and of a relay as many as it can look through (`too_large`).',
  body: closed({
    unlockers: Bytes(65, 64 * 1024),
    locks: Type.Array(LockEnrolment, { maxItems: 4 }),
    spare: Type.Optional(NewSpare),
  }),
  status: 200,
  response: closed({ seq: Version, hash: Hash }),
  errors: ['conflict', 'damaged', 'not_certified', 'too_large'],
});
