import type { Test } from 'tap';
import { addPaper } from '../../src/client/add.js';
import { makeApi } from '../../src/client/api.js';
import type { Caller } from '../../src/client/consent/chains.js';
import { lookAt, readGranted } from '../../src/client/consent/look.js';
import type { Believed, OwnTeam } from '../../src/client/consent/believed.js';
import { received, type Received } from '../../src/client/consent/received.js';
import { type Recipient, resolveRecipient } from '../../src/client/consent/recipient.js';
import { show, type ShowOptions } from '../../src/client/consent/show.js';
import { readTeam } from '../../src/client/relay/open.js';
import { makePins, toPin } from '../../src/client/pins.js';
import type { Session } from '../../src/client/session.js';
import { showRelay } from '../../src/core/api/relays.js';
import { fromBase64Url, toHex } from '../../src/core/bytes.js';
import type { KeyPair } from '../../src/core/crypto/sodium.js';
import { contactText, posterText } from '../../src/core/protocol/contact.js';
import { fingerprint, openIdentityChain } from '../../src/core/protocol/identity.js';
import { logStart } from '../../src/core/protocol/log.js';
import { openOn, sure } from './cheating.js';
import { collectBytes, newDevice, paperOf, type TestDevice } from './device.js';
import { newDirectory, type Relay, wholeRelay } from './relay.js';
import { testServer } from './server.js';
import { openWorker, type Worker } from './worker.js';

/** A worker at their machine, as the client knows them. */
export interface AtWork extends Caller {
  readonly device: TestDevice;
}

export const atWork = (t: Test, worker: Worker): AtWork => {
  const device = newDevice(t);
  const token = { text: worker.token };
  const tokens = { current: () => token, renew: async () => {} };
  const { statement } = worker.opening as { statement: string };
  const link = { statement: fromBase64Url(statement), approval: null };
  const pins = {
    fp: toHex(worker.fp),
    gen: 1,
    unlockersSeq: 0,
    head: null,
    log: toPin(logStart(worker.uid)),
  };
  const start = { server: worker.url, uid: toHex(worker.uid), deviceSecret: '', safe: null, pins };
  return {
    device,
    pins: makePins(device.memory, start, false),
    uid: worker.uid,
    keys: worker.keys,
    identity: openIdentityChain(worker.uid, [link]),
    api: makeApi(device, worker.url, tokens),
  };
};

/** The relay as one of its team knows it now. */
export const teamOf = async ({ api }: Pick<Caller, 'api'>, relay: Relay): Promise<OwnTeam> => {
  const wire = await api.call(showRelay, { params: { relay: toHex(relay.uid) } });
  return {
    relay: relay.uid,
    identity: openIdentityChain(relay.uid, relay.identity),
    links: [...relay.identity],
    teamLinks: readTeam(wire.team),
    teamKeys: new Map(relay.teamKeys.map((key, i) => [i + 1, key])),
  };
};

export const posterOf = (relay: Relay, directory: KeyPair): string => {
  const first = openIdentityChain(relay.uid, relay.identity.slice(0, 1));
  return posterText({ directory: directory.publicKey, uid: relay.uid, fp: fingerprint(first) });
};

export const codeOf = ({ uid, fp }: Pick<Worker, 'uid' | 'fp'>): string => contactText({ uid, fp });

export const DAY = 86_400_000;

export const options = (
  recipient: Recipient,
  what: ShowOptions['what'],
  more: Partial<ShowOptions> = {},
): ShowOptions => ({
  what,
  recipient,
  purpose: 'Demande de logement',
  language: 'fr',
  shown: 'La Halte du Pont voit ces papiers pendant un mois.',
  explained: 'read-aloud',
  ...more,
});

/** A server, a certified relay with two workers, and a person with papers. */
export const consentScene = async (t: Test) => {
  const directory = newDirectory();
  const server = await testServer(t, directory.env);
  const url = server.address;
  const { relay, manager, member } = await wholeRelay(url, directory.keys);
  const own = await openOn(t, url);
  const poster = posterOf(relay, directory.keys);
  const recipient = await resolveRecipient(own.session, poster);
  const worker = atWork(t, member);
  const contacts = [{ uid: own.session.uid, fp: fingerprint(own.session.identity) }];
  const believed = async (by: Caller = worker): Promise<Believed> => ({
    contacts,
    teams: [await teamOf(by, relay)],
  });
  /** The one grant of that id, as a worker sees it. */
  const seen = async (id: string, by: Caller = worker): Promise<Received> =>
    sure((await received(by, await believed(by))).grants.find((one) => one.id === id));
  return {
    server,
    url,
    directory,
    relay,
    manager,
    member,
    own,
    poster,
    recipient,
    worker,
    contacts,
    believed,
    seen,
  };
};

export const add = async (
  session: Session,
  bytes: Uint8Array,
  title: string,
  category = 'identity',
  kind = 'identity-card',
) => {
  const paper = paperOf(bytes, title, { category });
  const { doc } = await addPaper(session, { ...paper, metadata: { ...paper.metadata, kind } });
  return doc;
};

/** Everything that a grant lets read, by title. */
export const readAll = async (by: Caller, shown: Received): Promise<Map<string, Buffer>> => {
  const found = new Map<string, Buffer>();
  for (const paper of await lookAt(by, shown)) {
    found.set(paper.metadata.title, await collectBytes(readGranted(by, shown, paper)));
  }
  return found;
};

/** Shows something and gives the grant as the worker sees it. */
export const shownTo = async (
  scene: Pick<Awaited<ReturnType<typeof consentScene>>, 'own' | 'recipient' | 'seen'>,
  what: ShowOptions['what'],
  more: Partial<ShowOptions> = {},
) => {
  const share = await show(scene.own.session, options(scene.recipient, what, more));
  return { share, shown: await scene.seen(share.id) };
};

/** A worker with an account of their own, who belongs to no relay. */
export const loneWorker = async (t: Test, url: string) => {
  const worker = await openWorker(url);
  return { worker, caller: atWork(t, worker) };
};
