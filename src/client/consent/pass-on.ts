import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { passOnGrant } from '../../core/api/grants.js';
import { newKey } from '../../core/crypto/keys.js';
import { random } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import {
  type Grant,
  type GrantPrivate,
  openGrant,
  PASSED_ON,
  type Permission,
  privateBytes,
  privateHash,
  sealedHash,
  signGrant,
  wrapPrivate,
  wrapSubGrantKey,
} from '../../core/protocol/grant.js';
import { isPassedOn } from '../../core/protocol/grant-bounds.js';
import { type GrantedKey, type GrantKeys, sealGrantKeys } from '../../core/protocol/grant-keys.js';
import type { Caller } from './chains.js';
import type { GrantedPaper } from './look.js';
import type { Received } from './received.js';
import type { Recipient } from './recipient.js';

const DAY = 86_400_000;
const DEFAULT_MS = 31 * DAY;

export interface PassOnOptions {
  /** Papers as `lookAt` gave them; everything that was shown unless said. */
  readonly papers?: readonly GrantedPaper[] | undefined;
  readonly recipient: Recipient;
  /** Why; at most 300 signs. The person and the recipient read it. */
  readonly purpose: string;
  /** Milliseconds since 1970; 31 days unless said, and never longer than what was shown. */
  readonly until?: number | undefined;
  /** `read` unless said. */
  readonly perm?: readonly Permission[] | undefined;
  /** What was decided, in words, and in which language. */
  readonly language: string;
  readonly shown: string;
}

interface Scoped {
  readonly scope: Grant['scope'];
  readonly labels: GrantPrivate['labels'];
  readonly keys: readonly GrantedKey[];
}

type Opened = NonNullable<Received['opened']>;

const scopeOf = (
  { grant }: Received,
  opened: Opened,
  papers: readonly GrantedPaper[] | undefined,
): Scoped => {
  if (!papers) return { scope: grant.scope, labels: opened.private.labels, keys: opened.keys.keys };
  const chosen = [...new Map(papers.map((one) => [one.doc, one])).values()].sort((a, b) =>
    a.doc < b.doc ? -1 : 1,
  );
  return {
    scope: { kind: 'doc', ids: chosen.map(({ place }) => place.document) },
    labels: chosen.map(({ place, metadata: { kind, title } }) => ({
      id: place.document,
      kind: kind.slice(0, 40),
      title,
    })),
    keys: chosen.map(({ place, version, key }) => ({ id: place.document, n: version, key })),
  };
};

const privateOf = (options: PassOnOptions, labels: GrantPrivate['labels']): GrantPrivate => {
  const { purpose, recipient, language, shown } = options;
  const tooLong = purpose.length > 300 || language.length > 12 || shown.length > 6000;
  if (purpose.trim() === '' || tooLong || recipient.name.length > 200) throw new SafeError('invalid_request');
  const words = { purpose, labels, recipient: recipient.name, language, shown };
  return { ...words, explained: PASSED_ON, witness: null };
};

const mustManage = ({ grant, state, opened }: Received): Opened => {
  if (state === 'expired') throw new SafeError('grant_expired');
  if (state === 'waiting') throw new SafeError('grant_not_started');
  if (!opened) throw new SafeError('grant_ended');
  if (!grant.perm.includes('manage') || grant.parent !== null) throw new SafeError('not_granted');
  return opened;
};

const receiptOf = (caller: Caller, { grant, sealedFor }: Received, options: PassOnOptions) => {
  const now = caller.device.clock.now();
  const { recipient, until = Math.min(grant.exp, now + DEFAULT_MS) } = options;
  if (until <= now) throw new SafeError('invalid_request');
  return {
    id: random(16),
    safe: grant.safe,
    holder: grant.holder,
    to: { id: recipient.uid, gen: recipient.gen, fp: recipient.fp },
    perm: [...new Set(options.perm ?? ['read' as const])].sort(),
    nbf: grant.nbf,
    exp: until,
    epoch: sealedFor.epoch,
    parent: grant.id,
    by: caller.uid,
    headSeq: grant.headSeq,
    ts: now,
  };
};

const sealFor = (caller: Caller, receipt: Omit<Grant, 't' | 'sealed'>, enc: Uint8Array, keys: GrantKeys) => {
  const sealed = sealGrantKeys(enc, receipt, keys);
  return {
    sealed,
    envelope: signGrant({ ...receipt, sealed: sealedHash(sealed) }, caller.keys.sign.secretKey),
  };
};

/**
 * Passes on what was shown with the permission to manage, or some papers of it, to somebody else: with a receipt under the
 * worker's own name, which the person sees. Single papers are passed on as they are now. Gives its id.
 *
 * @throws SafeError `not_granted` for more, or for longer, than was shown; `grant_ended`, `grant_expired`,
 * `grant_not_started`, `not_certified`, `invalid_request`; `conflict` where keys changed meanwhile: look again
 */
export const passOn = async (caller: Caller, shown: Received, options: PassOnOptions): Promise<string> => {
  const opened = mustManage(shown);
  const { scope, labels, keys } = scopeOf(shown, opened, options.papers);
  const bytes = privateBytes(privateOf(options, labels));
  const receipt = { ...receiptOf(caller, shown, options), scope, priv: privateHash(bytes) };
  const grantKey = newKey<'grant'>();
  const { sealed, envelope } = sealFor(caller, receipt, options.recipient.enc, { grantKey, keys });
  const grant = openGrant(envelope, caller.identity.sign, caller.uid);
  // Papers of a category were looked at a moment ago: where they lie, their manifests say.
  const lies = (doc: Uint8Array) =>
    options.papers?.find(({ place }) => sameBytes(place.document, doc))?.manifest.cat;
  if (!isPassedOn(grant, shown.grant, lies)) throw new SafeError('not_granted');
  const body = {
    grant: toBase64Url(envelope),
    sealed: toBase64Url(sealed),
    priv: toBase64Url(wrapPrivate(grantKey, grant, bytes)),
    ownKey: toBase64Url(wrapSubGrantKey(opened.keys.grantKey, grant, grantKey)),
  };
  await caller.api.call(passOnGrant, { params: { grant: shown.id }, body }, { again: true });
  return toHex(grant.id);
};
