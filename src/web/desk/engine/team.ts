import { posterModel } from '../../../client/card/poster.js';
import type { CardLanguage } from '../../../client/card/texts.js';
import { sealAnew, relayName } from '../../../client/relay/at-work.js';
import { acceptWorker, changeRole, removeMember } from '../../../client/relay/change.js';
import { posterOf } from '../../../client/relay/found.js';
import {
  inviteWorker,
  pendingAnswers,
  type PendingAnswer,
  readAndAnswerInvitation,
} from '../../../client/relay/invite.js';
import { loadRelay, type OwnRelay } from '../../../client/relay/load.js';
import { fromHex, toHex } from '../../../core/bytes.js';
import { SafeError } from '../../../core/errors.js';
import { fingerprint } from '../../../core/protocol/identity.js';
import { fingerprintWords } from '../../../core/protocol/words.js';
import { bytesOf, drawFace } from '../../card/card-picture.js';
import { onePagePdf } from '../../card/one-page-pdf.js';
import { tell } from '../../workers/calls.js';
import { opened } from './opened.js';
import { type Relays, relays } from './signing.js';

/** Somebody who was invited. */
export interface InvitedView {
  readonly invitation: string;
  readonly state: PendingAnswer['state'];
  readonly expiresAt: number;
  /** Of who answered. */
  readonly name: string;
  readonly words: readonly string[];
}

/** What the page hears while papers are sealed to the team's new key. */
export interface Sealing {
  readonly news: 'sealing';
  readonly done: number;
  readonly all: number;
}

const own = (id: string): Promise<OwnRelay> => loadRelay(opened(), fromHex(id, 16));

/** A one-time code for a new worker. This machine forgets it: whoever accepts them types it again. */
export const invite = async (
  relay: string,
): Promise<{ readonly code: string; readonly expiresAt: number }> => {
  const { code, expiresAt } = await inviteWorker(opened(), await own(relay));
  return { code, expiresAt };
};

const viewOf = ({ invitation, state, expiresAt, answer }: PendingAnswer): InvitedView => ({
  invitation,
  state,
  expiresAt,
  name: answer?.name ?? '',
  words: answer ? fingerprintWords(fingerprint(answer.identity)) : [],
});

/** Who answered an invitation; `codes` as they were typed, of those that were made elsewhere. */
export const invited = async (relay: string, codes: readonly string[]): Promise<InvitedView[]> =>
  (await pendingAnswers(opened(), await own(relay), codes)).map(viewOf);

/** Takes into the team who answered. */
export const accept = async (
  relay: string,
  invitation: string,
  codes: readonly string[],
): Promise<Relays> => {
  const team = await own(relay);
  const found = (await pendingAnswers(opened(), team, codes)).find((one) => one.invitation === invitation);
  if (!found) throw new SafeError('not_found');
  await acceptWorker(opened(), team, found);
  return relays();
};

/** Seals to the team's newest key what was shown before; tells how far it is. */
export const sealAll = (): Promise<number> =>
  sealAnew(opened(), (done, all) => tell({ news: 'sealing', done, all } satisfies Sealing));

/** Puts a member out; the relay gets a new key in the same step. What was shown to it has to be sealed anew: {@link sealAll}. */
export const remove = async (relay: string, member: string): Promise<Relays> => {
  await removeMember(opened(), await own(relay), member);
  return relays();
};

export const setRole = async (relay: string, member: string, role: 'manager' | 'member'): Promise<Relays> => {
  await changeRole(opened(), await own(relay), member, role);
  return relays();
};

/** Answers an invitation: the words are for the manager to compare. */
export const join = async (code: string, as: string): Promise<readonly string[]> => {
  const session = opened();
  await readAndAnswerInvitation(session, code, { as });
  return fingerprintWords(fingerprint(session.identity));
};

interface PosterTexts {
  readonly language: CardLanguage;
  readonly title: string;
  readonly scan: readonly string[];
  readonly words: string;
}

/** 300 dots to the inch. */
const PIXELS_PER_MM = 12;

/** The relay's public code, to be hung on the wall: the text, and the sheet to print. */
export const poster = async (
  relay: string,
  texts: PosterTexts,
): Promise<{ readonly code: string; readonly pdf: Uint8Array }> => {
  const team = await own(relay);
  const code = posterOf(team);
  const { front } = posterModel({
    code,
    name: relayName(team),
    title: texts.title,
    scan: texts.scan,
    wordsTitle: texts.words,
    words: fingerprintWords(team.fp),
    id: toHex(team.relay),
    language: texts.language,
    issued: new Date(opened().device.clock.now()).toISOString().slice(0, 10),
  });
  const canvas = drawFace(front, PIXELS_PER_MM);
  const { width, height } = canvas;
  return { code, pdf: onePagePdf({ jpeg: await bytesOf(canvas, 'image/jpeg'), width, height }, front) };
};
