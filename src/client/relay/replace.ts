import { concat, fromBase64Url, sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { type AccountKey, KEY_BYTES } from '../../core/crypto/keys.js';
import { SafeError } from '../../core/errors.js';
import {
  approveTeamEntry,
  extendTeam,
  type Member,
  openTeamEntry,
  type Team,
  type TeamEntry,
  teamEntryHash,
} from '../../core/protocol/team.js';
import type { AccountSession } from '../session.js';
import { memberOf, nextGeneration, sendRotating, signNext } from './change.js';
import { forgetReplacement, keepReplacement, keptReplacement } from './kept.js';
import type { OwnRelay } from './load.js';

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
 * calls takes over. The text goes to another member; the relay's next key is kept here until their answer comes.
 *
 * @throws SafeError `conflict` (detail `reason`) unless there is exactly one manager, and it is somebody else
 */
export const prepareReplacement = async (session: AccountSession, relay: OwnRelay): Promise<string> => {
  const about = lastManager(relay);
  if (relay.role === 'manager') throw new SafeError('conflict', { details: { reason: 'own_removal' } });
  const ts = session.device.clock.now();
  const next = nextGeneration(relay, ts);
  const entry = signNext(session, relay, { act: 'replace', about, next, ts });
  await keepReplacement(session, relay.relay, concat(next.key, entry));
  return ENTRY + toBase64Url(entry);
};

/** Whether a text asks for an approval, or brings one. */
export const isReplacementAsked = (text: string): boolean => text.trim().startsWith(ENTRY);

/** A team that changed since the first signature has no room for the entry any more: it has to be asked anew. */
const mustFollow = ({ team }: OwnRelay, said: Pick<TeamEntry, 'seq' | 'prev'>): void => {
  const follows = said.seq === team.seq + 1 && said.prev !== null && sameBytes(said.prev, team.hash);
  if (!follows) throw new SafeError('conflict', { details: { reason: 'team_changed' } });
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
 * @throws SafeError `bad_contact`, `conflict` if the team changed since it was asked, `damaged` if it would not become what was shown
 */
export const approveReplacement = (session: AccountSession, relay: OwnRelay, toApprove: string): string => {
  readReplacement(relay, toApprove);
  const { entry, said } = openAsked(relay, toApprove);
  mustFollow(relay, said);
  const approval = approveTeamEntry(entry, session.keys.sign.secretKey);
  extendTeam(relay.team, { entry, approval });
  return APPROVAL + toBase64Url(approval);
};

/**
 * Third step, by who takes over: the manager is out, and the relay has a new key.
 *
 * @throws SafeError `not_found` if no replacement waits here, `bad_contact`, `conflict` if the team changed since, `damaged` for an
 * approval of something else
 */
export const finishReplacement = async (
  session: AccountSession,
  relay: OwnRelay,
  approvalText: string,
): Promise<Team> => {
  const approval = bytesOf(APPROVAL, approvalText);
  const kept = keptReplacement(session, relay.relay);
  if (!kept) throw new SafeError('not_found', { details: { replacement: true } });
  const [key, entry] = [kept.slice(0, KEY_BYTES) as AccountKey, kept.slice(KEY_BYTES)];
  const said = openTeamEntry({ entry, approval }, relay.relay, session.identity.sign);
  // The answer of the server may have been lost.
  const done = sameBytes(relay.team.hash, teamEntryHash(entry));
  if (!done) mustFollow(relay, said);
  const team = done
    ? relay.team
    : await sendRotating(session, relay, { entry, approval }, nextGeneration(relay, said.ts, key));
  await forgetReplacement(session, relay.relay);
  return team;
};
