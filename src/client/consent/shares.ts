import { toHex } from '../../core/bytes.js';
import { type Grant, type GrantPrivate, PASSED_ON } from '../../core/protocol/grant.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import { type Given, isOver } from './given.js';
import { openPassedOn, type PassedOn } from './passed-on.js';

/** Something that the holder shows or showed to somebody. */
export interface Share {
  /** Id of the grant in hexadecimal. */
  readonly id: string;
  /** `waiting` for its first day; `ended` before its date. */
  readonly state: 'active' | 'waiting' | 'ended' | 'expired';
  /** Name of the relay or worker. */
  readonly recipient: string;
  /** Their id in hexadecimal. */
  readonly to: string;
  readonly purpose: string;
  readonly scope: Grant['scope']['kind'];
  /** Ids of papers or categories with the titles that they had. */
  readonly labels: readonly { readonly id: string; readonly kind: string; readonly title: string }[];
  readonly perm: Grant['perm'];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly givenAt: number;
  readonly endedAt: number | null;
  readonly words: Pick<GrantPrivate, 'language' | 'shown' | 'explained' | 'witness'>;
  /** Of what somebody passed on: under which grant, and who did. */
  readonly passed: PassedBy | null;
}

export interface PassedBy {
  /** Id of the grant under which it was given. */
  readonly under: string;
  /** Whom that is for, by name. */
  readonly from: string;
  /** Name of who did, as their team knows them; empty for a worker on their own. */
  readonly by: string;
  /** `broken`: the server says so, and nobody whom it was shown to signed it. */
  readonly proof: 'holds' | 'broken';
}

export const stateOf = (given: Pick<Given, 'endedAt' | 'grant'>, now: number): Share['state'] => {
  if (given.endedAt !== null) return 'ended';
  if (isOver(given, now)) return 'expired';
  return now < given.grant.nbf ? 'waiting' : 'active';
};

export const shareOf = (
  given: Pick<Given, 'id' | 'grant' | 'givenAt' | 'endedAt' | 'private'>,
  now: number,
): Share => {
  const { id, grant, givenAt, endedAt } = given;
  const { recipient, purpose, labels, language, shown, explained, witness } = given.private;
  return {
    id,
    state: stateOf(given, now),
    recipient,
    to: toHex(grant.to.id),
    purpose,
    scope: grant.scope.kind,
    labels: labels.map((one) => ({ ...one, id: toHex(one.id) })),
    perm: grant.perm,
    from: grant.nbf,
    until: grant.exp,
    givenAt,
    endedAt,
    words: { language, shown, explained, witness },
    passed: null,
  };
};

const NO_WORDS: GrantPrivate = {
  purpose: '',
  labels: [],
  recipient: '',
  language: '',
  shown: '',
  explained: PASSED_ON,
  witness: null,
};

/** The words of what was passed on are those of who did; where they can't be read, there are none. */
const passedShare = (sub: PassedOn, now: number): Share => {
  const { parent, giver, opened } = sub;
  const { passed: _, ...rest } = shareOf({ ...sub, private: opened?.private ?? NO_WORDS }, now);
  const proof = giver ? 'holds' : 'broken';
  return {
    ...rest,
    passed: { under: parent.id, from: parent.private.recipient, by: giver?.name ?? '', proof },
  };
};

/** What the last look at the safe found to be shown, in the order of {@link shares}. */
export const knownShares = async (session: Session): Promise<Share[]> => {
  const { grants, passedOn } = await currentState(session);
  const now = session.device.clock.now();
  const subs = await openPassedOn(session, passedOn);
  return [...grants.map((one) => shareOf(one, now)), ...subs.map((one) => passedShare(one, now))];
};

/** Everything that is or was shown to somebody, newest first, verified against the head; then what was passed on of it. */
export const shares = (session: Session): Promise<Share[]> => {
  session.state = undefined;
  return knownShares(session);
};
