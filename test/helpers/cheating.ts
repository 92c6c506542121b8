import { randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import { openSafe } from '../../src/client/account.js';
import { addPaper } from '../../src/client/add.js';
import { binPaper } from '../../src/client/bin.js';
import type { Session } from '../../src/client/session.js';
import type { releaseLock, showAccount } from '../../src/core/api/accounts.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { listPapers, listVersions } from '../../src/core/api/documents.js';
import type { listSafes, readLog } from '../../src/core/api/safes.js';
import { toHex } from '../../src/core/bytes.js';
import { logBody, logEntryHash, logStart, readLogBody } from '../../src/core/protocol/log.js';
import { newDevice, paperOf, PIN, type TestDevice } from './device.js';
import { changing, type Meddle } from './meddling.js';
import { testServer } from './server.js';

export type List = AnswerOf<typeof listPapers>;
export type Safes = AnswerOf<typeof listSafes>;
export type Log = AnswerOf<typeof readLog>;
export type Released = AnswerOf<typeof releaseLock>;
export type Account = AnswerOf<typeof showAccount>;
export type Versions = AnswerOf<typeof listVersions>;

/** Where each of them comes from. */
export const ROUTES = {
  list: /^GET .*\/documents$/,
  safes: /^GET \/v1\/safes$/,
  log: /^GET .*\/log$/,
  release: /^POST \/v1\/locks\/release$/,
  account: /^GET \/v1\/account$/,
  versions: /^GET .*\/versions$/,
  content: /^GET .*\/content$/,
};

/** A test that meddles with nothing proves nothing. */
export const sure = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('there is nothing to meddle with');
  return value;
};

/** The same base64url with one bit of its middle changed. */
export const flip = (text: string): string => {
  const bytes = Buffer.from(text, 'base64url');
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return bytes.toString('base64url');
};

export interface Opened {
  readonly device: TestDevice;
  readonly session: Session;
  readonly card: { readonly secret: Uint8Array };
}

export const openOn = async (t: Test, url: string): Promise<Opened> => {
  const device = newDevice(t);
  return { device, ...(await openSafe(device, { server: url, pin: PIN, label: 'Téléphone' })) };
};

/** What the server truly answers somebody. */
export const overhear = async <T>(
  { device }: Opened,
  route: RegExp,
  attempt: () => Promise<unknown>,
): Promise<T> => {
  let heard: T | undefined;
  device.transport.meddle = changing<T>(route, (value) => {
    heard = structuredClone(value);
  });
  await attempt();
  device.transport.meddle = undefined;
  return sure(heard);
};

/** A safe with a paper of two versions, another one and one in the bin, and a safe of somebody else. */
export const someSafes = async (t: Test) => {
  const { address: url } = await testServer(t);
  const own = await openOn(t, url);
  const stranger = await openOn(t, url);
  const { session } = own;
  const content = randomBytes(600_000);
  const thumbnail = randomBytes(500);
  const { doc } = await addPaper(session, paperOf(randomBytes(600_000), 'Ancienne'));
  await addPaper(session, paperOf(content, 'Carte', { replaces: doc, thumbnail }));
  await addPaper(session, paperOf(randomBytes(600_000), 'Autre', { thumbnail }));
  const { doc: binned } = await addPaper(session, paperOf(randomBytes(100), 'Jeté'));
  await binPaper(session, [binned]);
  const { doc: foreign } = await addPaper(stranger.session, paperOf(randomBytes(100), 'Étranger'));
  return { url, own, stranger, content, doc, binned, foreign };
};

type Body = ReturnType<typeof readLogBody>;

/** The same log with bodies changed and chained anew: nothing tells it from a true one on a device that has seen none of it. */
const rechained = (safe: Uint8Array, entries: Log['entries'], change: (body: Body) => Body) => {
  let prev = logStart(safe).hash;
  return entries.map((one, i) => {
    const body = logBody(change(readLogBody(Buffer.from(one.body, 'base64url'))));
    prev = logEntryHash(prev, { seq: i + 1, at: one.at, salt: Buffer.from(one.salt, 'base64url'), body });
    return { ...one, seq: i + 1, body: Buffer.from(body).toString('base64url'), hash: toHex(prev) };
  });
};

export const retelling = (safe: Uint8Array, change: (body: Body) => Body): Meddle =>
  changing<Log>(ROUTES.log, (log) => ({ ...log, entries: rechained(safe, log.entries, change) }));

/** Each kind of cheating is refused with `code`, and what it spoilt works again without. */
export const refusing =
  ({ device, session }: Opened) =>
  async (t: Test, cases: Record<string, Meddle>, attempt: () => Promise<unknown>, code = 'damaged') => {
    for (const [name, meddle] of Object.entries(cases)) {
      device.transport.meddle = meddle;
      session.state = undefined;
      await t.rejects(attempt(), { code }, name);
      device.transport.meddle = undefined;
    }
    await attempt();
  };
