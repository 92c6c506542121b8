import { randomBytes } from 'node:crypto';
import t from 'tap';
import { lookAt, readGranted } from '../../src/client/consent/look.js';
import { received } from '../../src/client/consent/received.js';
import { show } from '../../src/client/consent/show.js';
import { history } from '../../src/client/history.js';
import { toHex } from '../../src/core/bytes.js';
import { logBody, logEntryHash, logStart, readLogBody } from '../../src/core/protocol/log.js';
import { type Log, openOn, ROUTES, sure } from '../helpers/cheating.js';
import { add, consentScene, options } from '../helpers/consent-client.js';
import { collectBytes } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';

const scene = await consentScene(t);
const { recipient, worker, url } = scene;

t.test('a reading that nobody signed is marked in the history, and so is one told twice', async (t) => {
  // Before the device has seen anything of it: on another one the whole chain may be made up.
  const fresh = await openOn(t, url);
  const doc = await add(fresh.session, randomBytes(10), 'Lue');
  const { id } = await show(fresh.session, options(recipient, { papers: [doc] }));
  const shown = await scene.believed().then(async (all) => {
    const { grants } = await received(worker, { ...all, contacts: [] });
    return sure(grants.find((one) => one.id === id));
  });
  const [paper] = await lookAt(worker, shown);
  await collectBytes(readGranted(worker, shown, sure(paper)));
  const telling = (change: (body: ReturnType<typeof readLogBody>) => object): Meddle =>
    changing<Log>(ROUTES.log, (log) => {
      let prev = logStart(fresh.session.safe).hash;
      const made = log.entries.flatMap((one) => {
        const body = readLogBody(Buffer.from(one.body, 'base64url'));
        return body.act === 'paper.read'
          ? [
              {
                ...one,
                body: Buffer.from(logBody({ ...body, ...change(body) } as typeof body)).toString('base64url'),
              },
            ]
          : [one];
      });
      const last = made.findLast(
        (one) => readLogBody(Buffer.from(one.body, 'base64url')).act === 'paper.read',
      );
      log.entries = [...made, { ...sure(last), at: sure(made.at(-1)).at }].map((one, i) => {
        const entry = {
          seq: i + 1,
          at: one.at,
          salt: Buffer.from(one.salt, 'base64url'),
          body: Buffer.from(one.body, 'base64url'),
        };
        prev = logEntryHash(prev, entry);
        return { ...one, seq: i + 1, hash: toHex(prev) };
      });
      return log;
    });
  for (const [name, change] of Object.entries({
    'told twice': () => ({}),
    'without a signature': () => ({ proof: null }),
    'of another paper': () => ({ doc: 'ab'.repeat(16) }),
    'by another': () => ({ by: toHex(fresh.session.uid) }),
  })) {
    // A device that has seen nothing of this log yet.
    const pins = { ...fresh.session.pins, log: () => logStart(fresh.session.safe), advance: async () => {} };
    const eyes = { ...fresh.session, pins };
    fresh.device.transport.meddle = telling(change);
    const said = (await history(eyes)).entries.filter(({ action }) => action === 'paper.read');
    const broken = said.filter(({ proof }) => proof === 'broken').length;
    t.equal(broken, name === 'told twice' ? 1 : 2, name);
  }
  fresh.device.transport.meddle = undefined;
});
