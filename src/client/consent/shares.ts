import { toHex } from '../../core/bytes.js';
import type { Grant, GrantPrivate } from '../../core/protocol/grant.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import { type Given, isOver } from './given.js';

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
}

export const stateOf = (given: Pick<Given, 'endedAt' | 'grant'>, now: number): Share['state'] => {
  if (given.endedAt !== null) return 'ended';
  if (isOver(given, now)) return 'expired';
  return now < given.grant.nbf ? 'waiting' : 'active';
};

export const shareOf = (given: Given, now: number): Share => {
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
  };
};

/** Everything that is or was shown to somebody, newest first, verified against the head. */
export const shares = async (session: Session): Promise<Share[]> => {
  session.state = undefined;
  const { grants } = await currentState(session);
  return grants.map((one) => shareOf(one, session.device.clock.now()));
};
