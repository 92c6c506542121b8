import { concat, fromBase64Url, toBase64Url, toHex } from '../../core/bytes.js';
import { type AccountKey, KEY_BYTES } from '../../core/crypto/keys.js';
import { SafeError } from '../../core/errors.js';
import {
  approveTeamEntry,
  extendTeam,
  type Member,
  openTeamEntry,
  type Team,
} from '../../core/protocol/team.js';
import type { AccountSession } from '../session.js';
import { memberOf, nextGeneration, sendRotating, signNext } from './change.js';
import { keep, reopen } from './kept.js';
import type { OwnRelay } from './load.js';

const KIND = 'replacement';
const ENTRY = 'pochette:team1:';
const APPROVAL = 'pochette:yes1:';

const bytesOf = (prefix: string, text: string): Uint8Array => {
  const code = text.trim();
  try {
    if (code.startsWith(prefix)) return fromBase64Url(code.slice(prefix.length));
  } catch {
    // said below
  }
  throw new SafeError('bad_contact');
};

const lastManager = ({ members }: OwnRelay): Member => {
  const [last, ...more] = members.filter(({ role }) => role === 'manager');
  if (!last || more.length > 0) throw new SafeError('conflict', { details: { reason: 'not_last_manager' } });
  return last;
};

/**
 * First of three steps by which two members replace the relay's only manager, who is gone or has lost their card. The member who
 * calls takes over. `toApprove` goes to another member; `draft` is kept here until their answer comes, and says nothing to others.
 *
 * @throws SafeError `conflict` (detail `reason`) unless there is exactly one manager, and it is somebody else
 */
export const prepareReplacement = (
  session: AccountSession,
  relay: OwnRelay,
): { readonly toApprove: string; readonly draft: string } => {
  const about = lastManager(relay);
  if (relay.role === 'manager') throw new SafeError('conflict', { details: { reason: 'own_removal' } });
  const ts = session.device.clock.now();
  const next = nextGeneration(relay, ts);
  const entry = signNext(session, relay, { act: 'replace', about, next, ts });
  return {
    toApprove: ENTRY + toBase64Url(entry),
    draft: keep(session, KIND, relay.relay, concat(next.key, entry)),
  };
};

/** What a member is asked to approve, to be shown before they do. */
export interface Replacement {
  readonly out: Member;
  readonly takesOver: Member;
}

const openAsked = (relay: OwnRelay, toApprove: string) => {
  const entry = bytesOf(ENTRY, toApprove);
  for (const signer of relay.members) {
    try {
      return { entry, said: openTeamEntry({ entry, approval: null }, relay.relay, signer.sign) };
    } catch {
      // somebody else's, perhaps
    }
  }
  throw new SafeError('bad_contact');
};

/** Reads what one is asked to approve; `bad_contact` if it is not of this relay's members. */
export const readReplacement = (relay: OwnRelay, toApprove: string): Replacement => {
  const { said } = openAsked(relay, toApprove);
  if (said.act !== 'replace') throw new SafeError('bad_contact');
  return { out: memberOf(relay, toHex(said.member.uid)), takesOver: memberOf(relay, toHex(said.by)) };
};

/**
 * Second step, by another member: approves, and answers the text that goes back.
 *
 * @throws SafeError `bad_contact`, `damaged` if the team would not become what was shown
 */
export const approveReplacement = (session: AccountSession, relay: OwnRelay, toApprove: string): string => {
  readReplacement(relay, toApprove);
  const { entry } = openAsked(relay, toApprove);
  const approval = approveTeamEntry(entry, session.keys.sign.secretKey);
  extendTeam(relay.team, { entry, approval });
  return APPROVAL + toBase64Url(approval);
};

/** Third step, by who takes over: the manager is out, and the relay has a new key. */
export const finishReplacement = async (
  session: AccountSession,
  relay: OwnRelay,
  draft: string,
  approvalText: string,
): Promise<Team> => {
  const kept = reopen(session, KIND, relay.relay, draft);
  const [key, entry] = [kept.slice(0, KEY_BYTES) as AccountKey, kept.slice(KEY_BYTES)];
  const approval = bytesOf(APPROVAL, approvalText);
  const { ts } = openTeamEntry({ entry, approval }, relay.relay, session.identity.sign);
  const next = nextGeneration(relay, ts, key);
  return sendRotating(session, relay, { entry, approval }, next);
};
