import { sameBytes, toHex } from '../../core/bytes.js';
import { isSafeError } from '../../core/errors.js';
import { openAsk, openAskEnd } from '../../core/protocol/ask.js';
import { openWithdrawal } from '../../core/protocol/grant-end.js';
import { openReseal } from '../../core/protocol/grant-keys.js';
import type { Grant, GrantPrivate } from '../../core/protocol/grant.js';
import type { LogAction, LogBody } from '../../core/protocol/log.js';
import { openReading, type Reading } from '../../core/protocol/reading.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';
import type { Given } from './given.js';
import { fetchSigners } from './givers.js';
import { openPassedOn, type PassedOn } from './passed-on.js';
import type { Signer } from './team-signers.js';

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
  /** Name of whom that relay or worker passed it on to, as they say. */
  readonly passedTo?: string;
  /** Name of who acted, as their team knows them. */
  readonly worker?: string;
  readonly purpose?: string;
  /** What was shown, in the titles of then. */
  readonly what?: readonly string[];
  /** Ids of the papers that were shown one by one. */
  readonly docs?: readonly string[];
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

/** A grant of which the history tells: given by the holder, or passed on. */
interface Told {
  readonly id: string;
  /** Of the receipt. */
  readonly hash: Uint8Array;
  readonly grant: Grant;
  readonly said: Pick<GrantPrivate, 'recipient' | 'purpose' | 'labels'>;
  /** Of what was passed on: under what, and whether somebody whom that is for signed it. */
  readonly passed: { readonly parent: Told; readonly proven: boolean } | null;
}

const toldOf = ({ id, hash, grant, private: said }: Given): Told => ({ id, hash, grant, said, passed: null });

const NOTHING: Told['said'] = { recipient: '', purpose: '', labels: [] };

const toldSub = ({ id, hash, grant, opened, giver, parent }: PassedOn): Told => ({
  id,
  hash,
  grant,
  said: opened?.private ?? NOTHING,
  passed: { parent: toldOf(parent), proven: giver !== null },
});

/** Everybody who could ever act for the recipient of a grant; nobody, where their keys can't be believed. */
const signersFor = async (session: Session, { grant, said }: Told): Promise<readonly Signer[]> => {
  try {
    const signers = await fetchSigners(session, grant.to);
    return signers.map((one) => (one.name === '' ? { ...one, name: said.recipient } : one));
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

const isOf = (reading: Reading, body: LogBody, { grant }: Told): boolean =>
  sameBytes(reading.grant, grant.id) &&
  sameBytes(reading.safe, grant.safe) &&
  reading.part === PARTS[body.act] &&
  (reading.doc === null ? null : toHex(reading.doc)) === body.doc &&
  reading.ver === body.ver;

type Keys = readonly { readonly uid: Uint8Array; readonly sign: Uint8Array }[];

/** The reading that proves an entry, signed by one of these keys. */
const provenReading = (body: LogBody, given: Told, keys: Keys): Reading | undefined => {
  for (const { uid, sign } of keys) {
    const reading = attempt(() => openReading(wireBytes(body.proof ?? ''), sign, uid));
    if (reading && isOf(reading, body, given)) return reading;
  }
  return undefined;
};

const endProven = (body: LogBody, { grant }: Told, keys: Keys): boolean =>
  keys.some(({ uid, sign }) => attempt(() => openWithdrawal(wireBytes(body.proof ?? ''), sign, grant, uid)));

const sealProven = (body: LogBody, { grant, hash }: Told, keys: Keys): boolean =>
  keys.some(({ uid, sign }) =>
    attempt(() => openReseal(wireBytes(body.proof ?? ''), sign, hash, { grant: grant.id, by: uid })),
  );

/** That somebody was asked for a paper under it, or that this ended. */
const askProven = (body: LogBody, { grant }: Told, keys: Keys): boolean =>
  keys.some(({ uid, sign }) =>
    attempt(() => {
      const signed = wireBytes(body.proof ?? '');
      const place = { safe: grant.safe, by: uid };
      return body.act === 'ask.make'
        ? openAsk(signed, sign, { ...place, grant: grant.id })
        : openAskEnd(signed, sign, place);
    }),
  );

type SignersOf = (told: Told) => readonly Signer[];

/** Who could have done it: those whom it is for, and those who could end what they passed on. */
const actorsOf = (told: Told, signersOf: SignersOf): readonly Signer[] => [
  ...(told.passed ? signersOf(told.passed.parent) : []),
  ...signersOf(told),
];

/** Whether who acted signed it. Each proof counts once. */
const proving = (session: Session, signersOf: SignersOf) => {
  const used = new Set<string>();
  const once = (proof: string): Explained['proof'] => {
    if (used.has(proof)) return 'broken';
    used.add(proof);
    return 'holds';
  };
  return (body: LogBody, told: Told): Explained['proof'] => {
    const own = body.by === toHex(session.uid);
    const by = own
      ? [{ uid: session.uid, sign: session.identity.sign }]
      : actorsOf(told, signersOf).filter(({ uid }) => toHex(uid) === body.by);
    if (body.act === 'grant.pass') {
      if (body.out !== 'ok') return undefined;
      const signed = told.passed?.proven === true && toHex(told.grant.by) === body.by;
      return signed ? once(told.id) : 'broken';
    }
    if (body.act === 'grant.end') {
      // What a head ends is signed by the head.
      if (body.proof === null) return own ? undefined : 'broken';
      return endProven(body, told, by) ? 'holds' : 'broken';
    }
    if (body.act === 'grant.reseal') {
      if (body.out !== 'ok') return undefined;
      return sealProven(body, told, by) ? once(body.proof ?? '') : 'broken';
    }
    if (body.act === 'ask.make' || body.act === 'ask.end') {
      if (body.out !== 'ok') return undefined;
      return askProven(body, told, by) ? once(body.proof ?? '') : 'broken';
    }
    if (PARTS[body.act] === undefined) return undefined;
    if (body.proof === null) return body.out === 'ok' ? 'broken' : undefined;
    const reading = provenReading(body, told, by);
    if (!reading) return 'broken';
    return body.out === 'ok' ? once(toHex(reading.nonce)) : 'holds';
  };
};

/** Whose act it was: of those whom it is for, or of those who passed it on. */
const actingFor = (body: LogBody, told: Told, signersOf: SignersOf): { of: Told; worker?: string } => {
  const parent = told.passed?.parent;
  const passes = body.act === 'grant.pass' && body.out === 'ok' && parent;
  const sides = passes ? [parent] : [told, ...(body.act === 'grant.end' && parent ? [parent] : [])];
  for (const of of sides) {
    const found = signersOf(of).findLast(({ uid }) => toHex(uid) === body.by);
    if (found) return { of, worker: found.name };
  }
  return { of: sides[0] ?? told };
};

const about = async (session: Session, bodies: readonly LogBody[]): Promise<Map<string, Told>> => {
  const { grants, passedOn } = await currentState(session);
  const named = new Set(bodies.map(({ grant }) => grant));
  const given = grants.filter(({ id }) => named.has(id)).map(toldOf);
  const subs = await openPassedOn(
    session,
    passedOn.filter(({ id }) => named.has(id)),
  );
  return new Map([...given, ...subs.map(toldSub)].map((one) => [one.id, one]));
};

/**
 * Tells of each entry about a grant who it was, why, and whether they signed it. A refused try that says nothing of itself
 * needs no proof; a reading that was let through does, and each proof counts once.
 */
export const explainGrants = async (
  session: Session,
  bodies: readonly LogBody[],
): Promise<(body: LogBody) => Explained> => {
  const known = await about(session, bodies);
  const signers = new Map<string, readonly Signer[]>();
  for (const one of [...known.values()].flatMap((told) => [
    told,
    ...(told.passed ? [told.passed.parent] : []),
  ])) {
    const to = toHex(one.grant.to.id);
    // Later grants name later keys, from which the whole chain is seen.
    if (!signers.has(to)) signers.set(to, await signersFor(session, one));
  }
  const signersOf: SignersOf = ({ grant }) => signers.get(toHex(grant.to.id)) ?? [];
  const proofOf = proving(session, signersOf);

  return (body) => {
    const told = body.grant === null ? undefined : known.get(body.grant);
    if (body.grant === null) return {};
    // The server names a grant that was never given: whatever it says was done under it was not.
    if (!told) return { grant: body.grant, proof: 'broken' };
    const { of, worker } = actingFor(body, told, signersOf);
    const proof = proofOf(body, told);
    return {
      grant: told.id,
      relay: of.said.recipient,
      purpose: told.said.purpose,
      what: told.said.labels.map(({ title }) => title),
      ...(told.grant.scope.kind === 'doc' ? { docs: told.grant.scope.ids.map(toHex) } : {}),
      people: [toHex(of.grant.to.id), ...(body.by === null ? [] : [body.by])],
      ...(of === told ? {} : { passedTo: told.said.recipient }),
      ...(worker === undefined ? {} : { worker }),
      ...(proof === undefined ? {} : { proof }),
    };
  };
};
