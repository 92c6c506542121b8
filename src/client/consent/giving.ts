import { toBase64Url, toHex } from '../../core/bytes.js';
import type { NewGrant } from '../../core/api/grants.js';
import { newKey } from '../../core/crypto/keys.js';
import {
  type Grant,
  grantHash,
  type GrantKey,
  type GrantPrivate,
  openGrant,
  privateBytes,
  privateHash,
  sealedHash,
  signGrant,
  wrapGrantKey,
  wrapPrivate,
} from '../../core/protocol/grant.js';
import { type GrantedKey, sealGrantKeys } from '../../core/protocol/grant-keys.js';
import type { Session } from '../session.js';
import type { SafeState } from '../state.js';
import type { Given } from './given.js';
import type { Recipient } from './recipient.js';
import type { Root } from './scope-keys.js';

/** A grant signed for one head, and what the server is sent of it. */
export interface MadeGrant {
  readonly wire: NewGrant;
  readonly given: Given;
}

/** A grant that waits for a head: signed anew for each one that is tried. */
export interface Giving {
  readonly id: Uint8Array;
  /** `root` is the safe's key from that head on. */
  make(state: SafeState, root: Root): MadeGrant;
}

/** What a person said yes to. */
export interface Order {
  readonly id: Uint8Array;
  readonly recipient: Recipient;
  readonly scope: Grant['scope'];
  readonly perm: Grant['perm'];
  readonly nbf: number;
  readonly exp: number;
  readonly private: GrantPrivate;
  /** Throws `head_conflict` where the safe is no longer as it was when the person looked. */
  keys(state: SafeState, root: Root): readonly GrantedKey[];
}

const receiptOf = (session: Session, order: Order, state: SafeState, root: Root, priv: Uint8Array) => ({
  id: order.id,
  safe: session.safe,
  holder: session.uid,
  to: { id: order.recipient.uid, gen: order.recipient.gen, fp: order.recipient.fp },
  scope: order.scope,
  perm: order.perm,
  nbf: order.nbf,
  exp: order.exp,
  epoch: root.epoch,
  parent: null,
  by: session.uid,
  headSeq: state.safe.head.seq,
  priv: privateHash(priv),
  ts: session.device.clock.now(),
});

export const makeGiving = (session: Session, order: Order): Giving => {
  const key = newKey<'grant'>() satisfies GrantKey;
  const hidden = privateBytes(order.private);
  const place = { safe: session.safe, id: order.id };
  return {
    id: order.id,
    make: (state, root) => {
      const receipt = receiptOf(session, order, state, root, hidden);
      const keys = { grantKey: key, keys: order.keys(state, root) };
      const sealed = sealGrantKeys(order.recipient.enc, receipt, keys);
      const envelope = signGrant({ ...receipt, sealed: sealedHash(sealed) }, session.keys.sign.secretKey);
      const given: Given = {
        id: toHex(order.id),
        grant: openGrant(envelope, session.identity.sign, session.uid),
        envelope,
        hash: grantHash(envelope),
        key,
        private: order.private,
        privateBytes: hidden,
        givenAt: receipt.ts,
        endedAt: null,
        listed: true,
      };
      const wire = {
        grant: toBase64Url(envelope),
        sealed: toBase64Url(sealed),
        priv: toBase64Url(wrapPrivate(key, place, hidden)),
        ownKey: toBase64Url(wrapGrantKey(session.account, place, key)),
      };
      return { wire, given };
    },
  };
};
