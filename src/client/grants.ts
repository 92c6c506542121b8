import { sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import { endGrant as endContract } from '../core/api/grants.js';
import { newKey } from '../core/crypto/keys.js';
import { random } from '../core/crypto/sodium.js';
import { SafeError } from '../core/errors.js';
import { kindOf } from '../core/kinds.js';
import {
  type Grant,
  grantHash,
  type GrantKey,
  type GrantPrivate,
  openPrivate,
  privateBytes,
  privateHash,
  sealedHash,
  signGrant,
  signWithdrawal,
  unwrapGrantKey,
  unwrapPrivate,
  wrapGrantKey,
  wrapPrivate,
} from '../core/protocol/grant.js';
import { sealGrantKeys } from '../core/protocol/grant-keys.js';
import { fingerprint } from '../core/protocol/identity.js';
import { commit } from './commit.js';
import { keysFor } from './grant-keys.js';
import { loadGiven } from './grant-list.js';
import type { Give } from './head-grants.js';
import type { Paper } from './paper.js';
import type { Recipient } from './recipient.js';
import { loadSafe } from './safe.js';
import type { Session } from './session.js';
import type { Category, GivenGrant, Safe } from './state.js';

const ID_BYTES = 16;
/** A receipt begins a little before it was signed: the server's clock need not be this device's. */
const EARLIER_MS = 600_000;
const MOST_PAPERS = 200;
const ATTEMPTS = 5;

/** What a person decides before they sign. */
export interface Showing {
  /** The papers that are named: the whole scope, or what of a wider one was named explicitly. */
  readonly papers: readonly Paper[];
  readonly scope: { readonly kind: 'doc' } | { readonly kind: 'safe' } | { readonly kind: 'cat'; readonly category: Category };
  readonly to: Recipient;
  readonly purpose: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly language: string;
  /** The very words that were shown. */
  readonly shown: string;
  readonly explained: GrantPrivate['explained'];
}

const isHealth = ({ metadata, category }: Paper): boolean =>
  category === 'health' || kindOf(metadata.kind)?.health === true;

/**
 * Papers about health are shown one by one, never along with others (GDPR art. 9): each that lies in a wider scope must be
 * named. Returns those that were not.
 */
export const unnamedHealth = (all: readonly Paper[], { papers, scope }: Pick<Showing, 'papers' | 'scope'>): Paper[] => {
  if (scope.kind === 'doc') return [];
  const inScope = scope.kind === 'safe' ? all : all.filter(({ category }) => category === scope.category.slug);
  return inScope.filter((paper) => isHealth(paper) && !papers.some(({ doc }) => doc === paper.doc));
};

const byHex = (a: Uint8Array, b: Uint8Array): number => (toHex(a) < toHex(b) ? -1 : 1);

const scopeOf = ({ papers, scope }: Showing): Grant['scope'] => {
  if (scope.kind === 'safe') return { kind: 'safe', ids: [] };
  if (scope.kind === 'cat') return { kind: 'cat', ids: [scope.category.id] };
  return { kind: 'doc', ids: papers.map(({ place }) => place.document).sort(byHex) };
};

const labelsOf = ({ papers, scope }: Showing): GrantPrivate['labels'] =>
  scope.kind === 'cat'
    ? [{ id: scope.category.id, kind: 'category', title: scope.category.slug }]
    : papers.map(({ place, metadata }) => ({
        id: place.document,
        kind: metadata.kind.slice(0, 40),
        title: metadata.title,
      }));

const privateOf = (showing: Showing): GrantPrivate => ({
  purpose: showing.purpose,
  labels: labelsOf(showing),
  recipient: showing.to.name,
  language: showing.language,
  shown: showing.shown,
  explained: showing.explained,
  witness: null,
});

/** Signs the receipt for the head that carries it, its keys sealed to the recipient. */
const makeGrant = (session: Session, safe: Safe, showing: Showing, id: Uint8Array) => {
  const { identity } = showing.to;
  const now = session.device.clock.now();
  const grantKey: GrantKey = newKey<'grant'>();
  const place = { id, safe: session.safe };
  const bytes = privateBytes(privateOf(showing));
  const open = {
    ...place,
    holder: session.uid,
    to: { id: identity.uid, gen: identity.gen, fp: fingerprint(identity) },
    scope: scopeOf(showing),
    perm: ['read'] as const,
    nbf: now - EARLIER_MS,
    exp: showing.until,
    epoch: safe.keys.length,
    parent: null,
    by: session.uid,
    headSeq: safe.head.seq,
    priv: privateHash(bytes),
    ts: now,
  };
  const keys = keysFor(safe, open.scope, showing.papers);
  const sealed = sealGrantKeys(identity.enc, open, { grantKey, keys });
  const grant = { ...open, sealed: sealedHash(sealed) };
  const envelope = signGrant(grant, session.keys.sign.secretKey);
  const priv = wrapPrivate(grantKey, place, bytes);
  const ownKey = wrapGrantKey(session.account, place, grantKey);
  const given: GivenGrant = {
    id: toHex(id),
    grant: { t: 'grant', ...grant },
    envelope,
    hash: grantHash(envelope),
    priv,
    ownKey,
    givenAt: now,
    endedAt: null,
    listed: true,
  };
  const wire = {
    grant: toBase64Url(envelope),
    sealed: toBase64Url(sealed),
    priv: toBase64Url(priv),
    ownKey: toBase64Url(ownKey),
  };
  return { given, wire };
};

/**
 * Shows papers to somebody: a signed receipt, in force from the head on that carries it. Asked of a person who said yes to
 * `shown`.
 *
 * @throws SafeError `not_certified`, `head_conflict`, `damaged`, `too_large` for more than 200 papers, `invalid_request` for an
 * end that is over or more than a year away
 */
export const give = async (session: Session, showing: Showing): Promise<GivenGrant> => {
  const now = session.device.clock.now();
  if (showing.scope.kind === 'doc' && showing.papers.length > MOST_PAPERS) throw new SafeError('too_large');
  if (showing.until <= now || showing.purpose.trim() === '') throw new SafeError('invalid_request');
  const id = random(ID_BYTES);
  let given: GivenGrant | undefined;
  const request: Give = {
    id: toHex(id),
    make: async (safe) => {
      const made = makeGrant(session, safe, showing, id);
      given = made.given;
      return made;
    },
  };
  await commit(session, { give: [request] });
  if (!given) throw new SafeError('conflict');
  return given;
};

/** A grant as its holder sees it. */
export interface Share extends GivenGrant {
  readonly told: GrantPrivate;
  /** The private part with its salt: what goes into a receipt. */
  readonly privateBytes: Uint8Array;
}

const openShare = ({ account }: Session, given: GivenGrant): Share => {
  const { grant, ownKey, priv } = given;
  const bytes = unwrapPrivate(unwrapGrantKey(account, grant, ownKey), grant, priv);
  return { ...given, told: openPrivate(grant, bytes), privateBytes: bytes };
};

/** Who can see what until when, what has ended included, the newest first; all of it verified. */
export const listShares = async (session: Session): Promise<Share[]> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const all = await loadGiven(session, await loadSafe(session));
    if (all) return all.map((one) => openShare(session, one)).sort((a, b) => b.grant.ts - a.grant.ts);
  }
  throw new SafeError('head_conflict');
};

/**
 * Takes back what was shown. The gate is shut when the server has answered; the next head, sent at once, leaves the grant out
 * and, where it was for a whole category or safe, brings a new key. `not_found` for an unknown one.
 */
export const takeBack = async (session: Session, { grant, id }: Pick<GivenGrant, 'grant' | 'id'>): Promise<void> => {
  if (!sameBytes(grant.safe, session.safe)) throw new SafeError('not_found');
  const withdrawal = signWithdrawal(
    { safe: session.safe, grant: grant.id, by: session.uid, ts: session.device.clock.now() },
    session.keys.sign.secretKey,
  );
  const body = { withdrawal: toBase64Url(withdrawal) };
  await session.api.call(endContract, { params: { grant: id }, body }, { again: true });
  await commit(session, { drop: [id] });
};
