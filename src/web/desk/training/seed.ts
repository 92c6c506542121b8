import { openSafe, openWorker } from '../../../client/account.js';
import { addPaper } from '../../../client/add.js';
import { resolveRecipient } from '../../../client/consent/recipient.js';
import { show } from '../../../client/consent/show.js';
import { acceptWorker } from '../../../client/relay/change.js';
import { certificateFor, certify, foundRelay, posterOf } from '../../../client/relay/found.js';
import { inviteWorker, pendingAnswers, readAndAnswerInvitation } from '../../../client/relay/invite.js';
import { loadRelay, type OwnRelay } from '../../../client/relay/load.js';
import type { AccountSession, Session } from '../../../client/session.js';
import { fromBase64Url, toHex } from '../../../core/bytes.js';
import { encodeCardTyped } from '../../../core/crypto/card-code.js';
import { SafeError } from '../../../core/errors.js';
import { kindOf } from '../../../core/kinds.js';
import { contactText } from '../../../core/protocol/contact.js';
import { fingerprint } from '../../../core/protocol/identity.js';
import { TRAINING_DIRECTORY, TRAINING_SEED } from '../../../core/training.js';
import { cardCheck } from '../../../core/crypto/card-check.js';
import { makeThumbnail } from '../../thumbnail.js';
import { device, server } from '../engine/device.js';
import { type Cast, type Player, type SeedTexts, TRAINING_CODE } from './cast.js';
import { specimenJpeg } from './specimen.js';

/** People who never were, each with what they would bring; the first lets it be sent on, the last one shows nothing yet. */
const PEOPLE = [
  { name: 'Fatou', kinds: ['residence-permit', 'domiciliation'], shows: true, mayPass: true },
  { name: 'Omar', kinds: ['asylum-attestation', 'health-insurance'], shows: true, mayPass: false },
  { name: 'Oksana', kinds: ['identity-card', 'benefit-attestation'], shows: true, mayPass: false },
  { name: 'Joris', kinds: ['bank-details'], shows: false, mayPass: false },
] as const;

const options = { server, pin: TRAINING_CODE, label: '' };

/** An invented worker. */
export const inventWorker = async (name: string): Promise<{ player: Player; session: AccountSession }> => {
  const { session, card } = await openWorker(device, options);
  const player = { id: toHex(session.uid), name, card: encodeCardTyped(card.secret, cardCheck) };
  return { player, session };
};

const foundedBy = async (session: AccountSession, as: string, name: string): Promise<OwnRelay> => {
  const { relay, request } = await foundRelay(session, { as });
  // everybody is the association here: whoever trains certifies their own relay
  const certificate = certificateFor(request, name, TRAINING_SEED, device.clock.now());
  await certify(session, certificate, fromBase64Url(TRAINING_DIRECTORY));
  return loadRelay(session, relay);
};

const joined = async (
  manager: AccountSession,
  relay: OwnRelay,
  { player, session }: Awaited<ReturnType<typeof inventWorker>>,
): Promise<void> => {
  const { code, invitation } = await inviteWorker(manager, relay);
  await readAndAnswerInvitation(session, code, { as: player.name });
  const answer = (await pendingAnswers(manager, relay)).find((one) => one.invitation === invitation);
  if (!answer) throw new SafeError('not_found');
  await acceptWorker(manager, relay, answer);
};

/** An invented person with an open safe. */
export interface Invented {
  readonly player: Player;
  readonly session: Session;
  /** Ids of the papers that they show. */
  readonly papers: readonly string[];
}

const putSpecimen = async (session: Session, kind: string, i: number, texts: SeedTexts): Promise<string> => {
  const title = texts.kinds[kind] ?? kind;
  const jpeg = await specimenJpeg({ title, stamp: texts.stamp }, i);
  const metadata = { title, kind, fileName: `${kind}.jpg`, mediaType: 'image/jpeg' };
  const { doc } = await addPaper(session, {
    metadata: { ...metadata, expires: null, note: null, pages: 1, notices: [] },
    category: kindOf(kind)?.category ?? 'personal',
    length: jpeg.length,
    open: () => [jpeg],
    thumbnail: await makeThumbnail(jpeg, 'image/jpeg').catch(() => null),
  });
  return doc;
};

/** Shows the relay of this poster what an invented person brought. */
export const showPapers = async (
  { session, papers }: Pick<Invented, 'session' | 'papers'>,
  poster: string,
  { language, purpose }: SeedTexts,
  mayPass = false,
): Promise<void> => {
  await show(session, {
    what: { papers },
    recipient: await resolveRecipient(session, poster),
    purpose,
    perm: mayPass ? ['manage', 'read', 'add'] : ['read', 'add'],
    language,
    shown: purpose,
    explained: 'read',
  });
};

const inventPerson = async (
  { name, kinds, shows, mayPass }: (typeof PEOPLE)[number],
  poster: string,
  texts: SeedTexts,
): Promise<Invented> => {
  const { session } = await openSafe(device, options);
  const papers: string[] = [];
  for (const [i, kind] of kinds.entries()) papers.push(await putSpecimen(session, kind, i, texts));
  const card = contactText({ uid: session.uid, fp: fingerprint(session.identity) });
  const invented = { player: { id: toHex(session.uid), name, card }, session, papers };
  if (shows) await showPapers(invented, poster, texts, mayPass);
  return invented;
};

/** A relay of two and four people, made by the flows by which real ones are made. */
export const seedWorld = async (
  texts: SeedTexts,
): Promise<{ readonly cast: Cast; readonly people: readonly Invented[] }> => {
  const [manager, colleague] = await Promise.all([inventWorker('Camille'), inventWorker('Sacha')]);
  const relay = await foundedBy(manager.session, manager.player.name, texts.relay);
  await joined(manager.session, relay, colleague);
  const poster = posterOf(relay);
  const people = await Promise.all(PEOPLE.map((one) => inventPerson(one, poster, texts)));
  const workers = [manager.player, colleague.player];
  return { cast: { poster, workers, people: people.map(({ player }) => player) }, people };
};
