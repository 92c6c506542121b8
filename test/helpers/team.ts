import { randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import { openWorker } from '../../src/client/account.js';
import { acceptWorker } from '../../src/client/relay/change.js';
import { certificateFor, certify, foundRelay } from '../../src/client/relay/found.js';
import { inviteWorker, pendingAnswers, readAndAnswerInvitation } from '../../src/client/relay/invite.js';
import { loadRelay, type OwnRelay } from '../../src/client/relay/load.js';
import type { AccountSession } from '../../src/client/session.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { listRelays } from '../../src/core/api/relays.js';
import { toBase64Url } from '../../src/core/bytes.js';
import { directoryKeys } from '../../src/core/protocol/directory.js';
import { newDevice, PIN, type TestDevice } from './device.js';
import { testServer } from './server.js';

export type List = AnswerOf<typeof listRelays>;
export const LIST = /^GET \/v1\/relays$/;

const SEED = new Uint8Array(randomBytes(32));
export const ASSOCIATION = directoryKeys(SEED).publicKey;

/** The server of a deployment that has an association. */
export const associationServer = (t: Test) => testServer(t, { DIRECTORY_KEY: toBase64Url(ASSOCIATION) });

export const optionsOf = ({ address }: { readonly address: string }) => ({
  server: address,
  pin: PIN,
  label: 'Accueil',
});
type Options = ReturnType<typeof optionsOf>;

export interface Person {
  readonly device: TestDevice;
  readonly session: AccountSession;
  readonly card: { readonly secret: Uint8Array };
}

export const newWorker = async (t: Test, options: Options): Promise<Person> => {
  const device = newDevice(t);
  return { device, ...(await openWorker(device, options)) };
};

export const certificate = (request: string, seed: Uint8Array = SEED, name = 'Halte du Pont'): string =>
  certificateFor(request, name, seed, Date.now());

export const newRelay = async ({ session }: Person): Promise<OwnRelay> => {
  const { relay, request } = await foundRelay(session, { as: 'Camille' });
  await certify(session, certificate(request), ASSOCIATION);
  return loadRelay(session, relay);
};

/** Invites, joins, accepts; answers the relay as its manager then sees it. */
export const join = async (
  manager: Person,
  relay: OwnRelay,
  { session }: Person,
  as = 'Sacha',
): Promise<OwnRelay> => {
  const { code, invitation } = await inviteWorker(manager.session, relay);
  await readAndAnswerInvitation(session, code, { as });
  const pending = await pendingAnswers(manager.session, relay);
  const answer = pending.find((one) => one.invitation === invitation);
  if (!answer) throw new Error('nobody answered');
  await acceptWorker(manager.session, relay, answer);
  return loadRelay(manager.session, relay.relay);
};

/** A certified relay with its founder and, of `size` people, the others as members. */
export const newTeam = async (t: Test, options: Options, size = 2) => {
  const manager = await newWorker(t, options);
  const people = [manager];
  let relay = await newRelay(manager);
  for (let i = 1; i < size; i++) {
    const one = await newWorker(t, options);
    people.push(one);
    relay = await join(manager, relay, one, `Sacha ${i}`);
  }
  return { manager, people, member: people[1] as Person, relay };
};
