import { keepDeposits } from '../../../client/deposit/keep.js';
import { waitingDeposits } from '../../../client/deposit/waiting.js';
import { readAndAnswerInvitation } from '../../../client/relay/invite.js';
import { SafeError } from '../../../core/errors.js';
import type { Cast, SeedTexts } from './cast.js';
import { type Invented, inventWorker, seedWorld, showPapers } from './seed.js';
import { sampleScans } from './specimen.js';

interface Scene {
  readonly poster: string;
  readonly texts: SeedTexts;
  readonly people: readonly Invented[];
}

let scene: Scene | undefined;

const actor = (id: string): Scene & { readonly person: Invented } => {
  const person = scene?.people.find(({ player }) => player.id === id);
  if (!scene || !person) throw new SafeError('not_found');
  return { ...scene, person };
};

/** Invents a relay and its people. @throws SafeError `not_found` where this server offers no training, `storage_full`, … */
const begin = async (texts: SeedTexts): Promise<Cast> => {
  const { cast, people } = await seedWorld(texts);
  scene = { poster: cast.poster, texts, people };
  return cast;
};

/** An invented person keeps all that was left for them, as they would on their phone. Gives how many papers. */
const keepAll = async (id: string): Promise<number> => {
  const { session } = actor(id).person;
  // what others did meanwhile, this session has not seen
  session.state = undefined;
  const { waiting } = await waitingDeposits(session);
  // nothing here speaks for a relay whose poster the person did not read
  if (waiting.length > 0) await keepDeposits(session, waiting, { unverified: true });
  return waiting.length;
};

/** An invented person shows their papers, once more or for the first time. */
const showAgain = async (id: string): Promise<void> => {
  const { person, poster, texts } = actor(id);
  person.session.state = undefined;
  await showPapers(person, poster, texts);
};

/** Somebody invented answers an invitation. */
const answer = async (code: string, name: string): Promise<void> => {
  const { session } = await inventWorker(name);
  await readAndAnswerInvitation(session, code, { as: name });
};

const samples = (texts: SeedTexts) => {
  const { kinds, stamp } = texts;
  const titles = [kinds['identity-card'], kinds['domiciliation'], kinds['tax-notice']] as const;
  return sampleScans(stamp, [titles[0] ?? '', titles[1] ?? '', titles[2] ?? '']);
};

/** What invented people do when they are asked to. */
export const handlers = { begin, keepAll, showAgain, answer, samples };

export type Actors = typeof handlers;
