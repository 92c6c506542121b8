import { sameBytes, toHex } from '../../core/bytes.js';
import { isSafeError } from '../../core/errors.js';
import { openWithdrawal } from '../../core/protocol/grant-end.js';
import { openPinnedIdentity } from '../../core/protocol/identity.js';
import type { LogAction, LogBody } from '../../core/protocol/log.js';
import { openReading, type Reading } from '../../core/protocol/reading.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';
import { fetchIdentity, fetchRelay, openRelay } from './chains.js';
import type { Given } from './given.js';
import { everyMember, type Signer } from './team-signers.js';

/** What the history says of an entry that is about a grant. */
export interface Explained {
  /** Id of the grant in hexadecimal. */
  readonly grant?: string;
  /** Id of the link in hexadecimal: done to one, or by somebody who has it. */
  readonly link?: string;
  /** For whom the link is, as its maker said; may be empty. */
  readonly agency?: string;
  /** The name under which the papers of a link were received. */
  readonly signedAs?: string;
  /** Name of the relay or worker that it is for. */
  readonly relay?: string;
  /** Name of who acted, as their team knows them. */
  readonly worker?: string;
  readonly purpose?: string;
  /** What was shown, in the titles of then. */
  readonly what?: readonly string[];
  /** Ids of who acted, and of whom it is for. */
  readonly people?: readonly string[];
  /** Whether who acted signed it. `broken`: the server says so, and nothing proves it. */
  readonly proof?: 'holds' | 'broken';
}

/** What is read under a grant is signed by who reads: part by part. */
const PARTS: Partial<Record<LogAction, Reading['part']>> = {
  'grant.look': 'list',
  'paper.read': 'content',
  'paper.preview': 'thumbnail',
};

const UNBELIEVED = ['damaged', 'not_found', 'rolled_back'] as const;

/** Everybody who could ever act for the recipient of a grant; nobody, where their keys can't be believed. */
const signersFor = async (session: Session, { grant, private: said }: Given): Promise<readonly Signer[]> => {
  const { to } = grant;
  const pin = { uid: to.id, gen: to.gen, fp: to.fp };
  try {
    const identity = openPinnedIdentity(pin, await fetchIdentity(session, to.id));
    if (identity.role === 'worker') return [{ uid: to.id, sign: identity.sign, name: said.recipient }];
    const relay = openRelay(to.id, await fetchRelay(session, to.id), (links) =>
      openPinnedIdentity(pin, links),
    );
    return everyMember(relay.teamLinks);
  } catch (error) {
    if (!UNBELIEVED.some((code) => isSafeError(error, code))) throw error;
    return [];
  }
};

const attempt = <T>(open: () => T): T | undefined => {
  try {
    return open();
  } catch (error) {
    if (!isSafeError(error)) throw error;
    return undefined;
  }
};

const isOf = (reading: Reading, body: LogBody, { grant }: Given): boolean =>
  sameBytes(reading.grant, grant.id) &&
  sameBytes(reading.safe, grant.safe) &&
  reading.part === PARTS[body.act] &&
  (reading.doc === null ? null : toHex(reading.doc)) === body.doc &&
  reading.ver === body.ver;

type Keys = readonly { readonly uid: Uint8Array; readonly sign: Uint8Array }[];

/** The reading that proves an entry, signed by one of these keys. */
const provenReading = (body: LogBody, given: Given, keys: Keys): Reading | undefined => {
  for (const { uid, sign } of keys) {
    const reading = attempt(() => openReading(wireBytes(body.proof ?? ''), sign, uid));
    if (reading && isOf(reading, body, given)) return reading;
  }
  return undefined;
};

const endProven = (body: LogBody, { grant }: Given, keys: Keys): boolean =>
  keys.some(({ uid, sign }) => attempt(() => openWithdrawal(wireBytes(body.proof ?? ''), sign, grant, uid)));

/**
 * Tells of each entry about a grant who it was, why, and whether they signed it. A refused try that says nothing of itself
 * needs no proof; a reading that was let through does, and each proof counts once.
 */
export const explainGrants = async (
  session: Session,
  bodies: readonly LogBody[],
): Promise<(body: LogBody) => Explained> => {
  const { grants } = await currentState(session);
  const named = new Set(bodies.map(({ grant }) => grant));
  const known = new Map(grants.filter(({ id }) => named.has(id)).map((one) => [one.id, one]));
  const signers = new Map<string, readonly Signer[]>();
  for (const one of known.values()) {
    const to = toHex(one.grant.to.id);
    // Later grants name later keys, from which the whole chain is seen.
    if (!signers.has(to)) signers.set(to, await signersFor(session, one));
  }
  const used = new Set<string>();

  const proofOf = (body: LogBody, given: Given, all: readonly Signer[]): Explained['proof'] => {
    const own = body.by === toHex(session.uid);
    const by = own
      ? [{ uid: session.uid, sign: session.identity.sign }]
      : all.filter(({ uid }) => toHex(uid) === body.by);
    if (body.act === 'grant.end') {
      // What a head ends is signed by the head.
      if (body.proof === null) return own ? undefined : 'broken';
      return endProven(body, given, by) ? 'holds' : 'broken';
    }
    if (PARTS[body.act] === undefined) return undefined;
    if (body.proof === null) return body.out === 'ok' ? 'broken' : undefined;
    const reading = provenReading(body, given, by);
    if (!reading) return 'broken';
    if (body.out !== 'ok') return 'holds';
    const nonce = toHex(reading.nonce);
    if (used.has(nonce)) return 'broken';
    used.add(nonce);
    return 'holds';
  };

  return (body) => {
    const given = body.grant === null ? undefined : known.get(body.grant);
    if (body.grant === null) return {};
    // The server names a grant that was never given: whatever it says was done under it was not.
    if (!given) return { grant: body.grant, proof: 'broken' };
    const all = signers.get(toHex(given.grant.to.id)) ?? [];
    const worker = all.findLast(({ uid }) => toHex(uid) === body.by)?.name;
    const proof = proofOf(body, given, all);
    return {
      grant: given.id,
      relay: given.private.recipient,
      purpose: given.private.purpose,
      what: given.private.labels.map(({ title }) => title),
      people: [toHex(given.grant.to.id), ...(body.by === null ? [] : [body.by])],
      ...(worker === undefined ? {} : { worker }),
      ...(proof === undefined ? {} : { proof }),
    };
  };
};
