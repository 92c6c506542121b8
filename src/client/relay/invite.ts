import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import type { AnswerOf } from '../../core/api/contract.js';
import * as api from '../../core/api/relays.js';
import { SafeError } from '../../core/errors.js';
import { fingerprint, type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import {
  checkProof,
  invitationLocator,
  invitationText,
  joinProof,
  newInvitation,
  readInvitation,
  welcomeProof,
  associationProof,
} from '../../core/protocol/invitation.js';
import type { TeamRole } from '../../core/protocol/team.js';
import { readLinks } from '../locks.js';
import type { AccountSession } from '../session.js';
import { wireBytes, wireId } from '../wire.js';
import { checkName } from './found.js';
import { keepInvitation, type KeptInvitation, keptInvitation } from './kept.js';
import type { OwnRelay } from './load.js';
import { openRelay, type RelayView, relayIdOf } from './open.js';
import { trustedRelay, trustRelay } from './pins.js';

const DAY = 86_400_000;
const DAYS = 7;

/**
 * Makes a one-time code for a new worker, to be given to them in person. It is kept on this device, wrapped, until they answered
 * and were accepted; the server never sees it.
 *
 * @throws SafeError `not_manager`, `conflict` if too many are open
 */
export const inviteWorker = async (
  session: AccountSession,
  { relay, fp, directory }: Pick<OwnRelay, 'relay' | 'fp' | 'directory'>,
  { role = 'member', days = DAYS }: { readonly role?: TeamRole; readonly days?: number } = {},
): Promise<{ readonly code: string; readonly invitation: string; readonly expiresAt: number }> => {
  const secret = newInvitation();
  const invitation = toHex(invitationLocator(secret));
  await keepInvitation(session, { secret, relay, role });
  const { expiresAt } = await session.api.call(
    api.invite,
    {
      params: { relay: toHex(relay) },
      body: {
        invitation,
        welcome: toBase64Url(welcomeProof(secret, relay, fp)),
        ...(directory && {
          association: {
            key: toBase64Url(directory),
            proof: toBase64Url(associationProof(secret, relay, directory)),
          },
        }),
        role,
        expiresAt: session.device.clock.now() + days * DAY,
      },
    },
    { again: true },
  );
  return { code: invitationText(secret), invitation, expiresAt };
};

/** Holds the relay that the server shows against the code: whoever made the code knew exactly this identity. */
const welcomed = (
  session: AccountSession,
  secret: Uint8Array,
  { relay: wire, welcome, association }: AnswerOf<typeof api.readInvitation>,
): RelayView => {
  const relay = relayIdOf(wire);
  const fp = fingerprint(openIdentityChain(relay, readLinks(wire.identity).slice(0, 1)));
  checkProof(welcomeProof(secret, relay, fp), wireBytes(welcome));
  const known = trustedRelay(session, relay);
  const directory = association && wireBytes(association.key);
  if (directory) checkProof(associationProof(secret, relay, directory), wireBytes(association.proof));
  const other = known?.directory && directory && !sameBytes(known.directory, directory);
  if (known && (other || !sameBytes(known.fp, fp))) throw new SafeError('bad_contact');
  const trusted = known ?? { relay, fp, directory: null, name: null, team: null };
  return openRelay({ ...trusted, directory: trusted.directory ?? directory }, wire);
};

/**
 * Answers an invitation: the relay is believed from now on, with the association whose key the code proves, and its manager is told who answers and under which name they want
 * to be seen. Answering again with another name replaces the answer until it is accepted.
 *
 * @throws SafeError `bad_invitation` for a mistyped code, or one whose relay the server exchanged, `invitation_used`,
 * `not_found`, `conflict` if somebody else answered, `damaged` or `rolled_back` if the server cheats
 */
export const readAndAnswerInvitation = async (
  session: AccountSession,
  code: string,
  { as }: { readonly as: string },
): Promise<RelayView> => {
  const name = checkName(as);
  const secret = readInvitation(code);
  const params = { invitation: toHex(invitationLocator(secret)) };
  const view = welcomed(session, secret, await session.api.call(api.readInvitation, { params }));
  const { relay: uid, fp, directory, team } = view;
  await trustRelay(session, { uid, fp }, { team, ...(directory && { directory }) });
  const proof = joinProof(secret, session.uid, fingerprint(session.identity), name);
  await session.api.call(
    api.answerInvitation,
    { params, body: { proof: toBase64Url(proof), name } },
    { again: true },
  );
  return view;
};

/** Who answered an invitation, proved by its code. */
export interface Answer {
  readonly identity: Identity;
  readonly name: string;
}

/**
 * `waiting`: nobody answered. `answered`: the code proves who did. `unknown`: made on another device, its code has to be typed.
 * `forged`: the answer is not that of who has the code.
 */
export interface PendingAnswer {
  readonly invitation: string;
  readonly role: TeamRole;
  readonly expiresAt: number;
  readonly state: 'waiting' | 'answered' | 'unknown' | 'forged';
  /** There when `answered` only. */
  readonly answer: Answer | null;
}

type InvitationWire = AnswerOf<typeof api.listInvitations>['invitations'][number];

const provedAnswer = (secret: Uint8Array, answer: NonNullable<InvitationWire['answer']>): Answer | null => {
  try {
    const uid = wireId(answer.uid);
    const identity = openIdentityChain(uid, readLinks(answer.identity));
    checkProof(joinProof(secret, uid, fingerprint(identity), answer.name), wireBytes(answer.proof));
    return identity.role === 'worker' ? { identity, name: answer.name } : null;
  } catch {
    return null;
  }
};

const pendingOf = (
  { invitation, expiresAt, ...wire }: InvitationWire,
  kept: Pick<KeptInvitation, 'secret' | 'role'> | undefined,
): PendingAnswer => {
  const role = kept?.role ?? wire.role;
  const open = { invitation, role, expiresAt, answer: null };
  if (!kept) return { ...open, state: 'unknown' };
  if (!wire.answer) return { ...open, state: 'waiting' };
  const answer = provedAnswer(kept.secret, wire.answer);
  return answer ? { ...open, state: 'answered', answer } : { ...open, state: 'forged' };
};

/**
 * The open invitations of a relay and who answered them. `codes` are those that were made on another device, as typed.
 *
 * @throws SafeError `bad_invitation` for a mistyped code, `not_manager`
 */
export const pendingAnswers = async (
  session: AccountSession,
  { relay }: Pick<OwnRelay, 'relay'>,
  codes: readonly string[] = [],
): Promise<PendingAnswer[]> => {
  const typed = new Map(
    codes.map((code) => {
      const secret = readInvitation(code);
      return [toHex(invitationLocator(secret)), secret] as const;
    }),
  );
  const params = { relay: toHex(relay) };
  const { invitations } = await session.api.call(api.listInvitations, { params });
  return invitations.map((wire) => {
    const secret = typed.get(wire.invitation);
    const kept = keptInvitation(session, wireId(wire.invitation));
    if (kept && !sameBytes(kept.relay, relay)) return pendingOf(wire, undefined);
    return pendingOf(wire, kept ?? (secret && { secret, role: wire.role }));
  });
};
