import { fromUtf8, toBase64Url, toHex, utf8 } from '../core/bytes.js';
import * as relays from '../core/api/relays.js';
import type { AnswerOf } from '../core/api/contract.js';
import { damaged, SafeError } from '../core/errors.js';
import { fingerprint, openIdentityChain } from '../core/protocol/identity.js';
import {
  checkProof,
  invitationLocator,
  invitationText,
  joinProof,
  newInvitation,
  readInvitation,
  welcomeProof,
} from '../core/protocol/invitation.js';
import type { MemberIdentity, TeamRole } from '../core/protocol/team.js';
import { unwrapLabel, wrapLabel } from '../core/protocol/unlockers.js';
import { fingerprintWords } from '../core/protocol/words.js';
import { withKnown } from './known.js';
import { rememberRelay, type Relay, verifyRelay } from './relay.js';
import type { OwnRelay } from './relay-keys.js';
import { addMember } from './relay-team.js';
import type { AccountSession } from './session.js';
import { readLinks, wireBytes, wireId } from './wire.js';

const DAY = 86_400_000;
const GOOD_FOR = 7 * DAY;

/** What a manager keeps of an invitation, for the account alone: the role it is for, and the code. */
interface Kept {
  readonly role: TeamRole;
  readonly secret: Uint8Array;
}

const keep = async (session: AccountSession, { role, secret }: Kept): Promise<void> => {
  const loc = invitationLocator(secret);
  const note = utf8(`${role} ${invitationText(secret)}`);
  const wrapped = toBase64Url(wrapLabel(session.account, session.uid, loc, note));
  const invitations = { [toHex(loc)]: wrapped };
  await session.pins.advance({ known: withKnown(session.pins.known(), { invitations }) });
};

const keptOf = ({ pins, account, uid }: AccountSession, id: string): Kept | null => {
  const wrapped = pins.known().invitations[id];
  if (wrapped === undefined) return null;
  const [role, code] = fromUtf8(unwrapLabel(account, uid, wireId(id), wireBytes(wrapped))).split(' ');
  if (role !== 'manager' && role !== 'member') throw damaged();
  return { role, secret: readInvitation(code ?? '') };
};

/** Leaves an invitation for one new worker, good for a week and once. The code goes from hand to hand, never by the server. */
export const inviteWorker = async (
  session: AccountSession,
  relay: Relay,
  role: TeamRole,
): Promise<{ code: string; expiresAt: number }> => {
  const secret = newInvitation();
  await keep(session, { role, secret });
  const body = {
    invitation: toHex(invitationLocator(secret)),
    welcome: toBase64Url(welcomeProof(secret, relay.uid, fingerprint(relay.first))),
    role,
    expiresAt: session.device.clock.now() + GOOD_FOR,
  };
  const { expiresAt } = await session.api.call(relays.invite, { params: { relay: relay.id }, body });
  return { code: invitationText(secret), expiresAt };
};

/**
 * Answers an invitation. The code proves the relay's identity, which is believed from now on, and proves oneself to the
 * manager who made it; `damaged` or `bad_invitation` if the server put another relay in between.
 */
export const joinRelay = async (
  session: AccountSession,
  typed: string,
  displayName: string,
): Promise<{ relay: Relay; words: readonly string[] }> => {
  const secret = readInvitation(typed);
  const invitation = toHex(invitationLocator(secret));
  const found = await session.api.call(relays.readInvitation, { params: { invitation } });
  const uid = wireId(found.relay.id);
  const fp = fingerprint(openIdentityChain(uid, readLinks(found.relay.identity).slice(0, 1)));
  checkProof(welcomeProof(secret, uid, fp), wireBytes(found.welcome));
  const known = session.pins.known().relays[found.relay.id];
  await rememberRelay(session, found.relay.id, {
    fp: toHex(fp),
    directory: known?.directory ?? null,
    name: known?.name ?? null,
    team: known?.team ?? null,
  });
  const relay = await verifyRelay(session, found.relay);
  const proof = toBase64Url(joinProof(secret, session.uid, fingerprint(session.identity), displayName));
  const body = { proof, name: displayName };
  await session.api.call(relays.answerInvitation, { params: { invitation }, body }, { again: true });
  return { relay, words: fingerprintWords(fp) };
};

/** Somebody who answered an invitation of this manager, and proved to have its code. */
export interface Candidate {
  readonly invitation: string;
  readonly name: string;
  readonly role: TeamRole;
  readonly member: MemberIdentity;
  readonly enc: Uint8Array;
}

type Open = AnswerOf<typeof relays.listInvitations>['invitations'][number];

/** Null while nobody answered, or for an invitation that was made on another machine: only there its code is known. */
const candidateOf = (session: AccountSession, { invitation, answer }: Open): Candidate | null => {
  const kept = keptOf(session, invitation);
  if (!answer || !kept) return null;
  const uid = wireId(answer.uid);
  const identity = openIdentityChain(uid, readLinks(answer.identity));
  const fp = fingerprint(identity);
  checkProof(joinProof(kept.secret, uid, fp, answer.name), wireBytes(answer.proof));
  if (identity.role !== 'worker') throw damaged();
  const { gen, sign, enc } = identity;
  return { invitation, name: answer.name, role: kept.role, member: { uid, gen, sign, fp }, enc };
};

/** Who answered this manager's invitations; `bad_invitation` if the server made up an answer. */
export const candidates = async (session: AccountSession, relay: Relay): Promise<Candidate[]> => {
  const { invitations } = await session.api.call(relays.listInvitations, { params: { relay: relay.id } });
  return invitations.flatMap((one) => candidateOf(session, one) ?? []);
};

/** Takes somebody who answered into the team. */
export const acceptWorker = async (
  session: AccountSession,
  relay: OwnRelay,
  { invitation, name, role, member, enc }: Candidate,
): Promise<void> => {
  if (relay.role !== 'manager') throw new SafeError('not_manager');
  await addMember(session, relay, { member, enc, name, role, invitation });
};
