import { randomBytes } from 'node:crypto';
import t from 'tap';
import { lookAt } from '../../src/client/consent/look.js';
import { shares } from '../../src/client/consent/shares.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { listLinks, listMadeLinks } from '../../src/client/links/list.js';
import { makeGrantedLink, makeLink } from '../../src/client/links/make.js';
import { add, consentScene, shownTo } from '../helpers/consent-client.js';
import type { TestDevice } from '../helpers/device.js';
import { changing } from '../helpers/meddling.js';

const scene = await consentScene(t);
const { own, worker, url } = scene;
const { session } = own;
const maker = { ...worker, server: url };
const order = { language: 'fr', code: false };

/** From now on the lists of consents and of links come in pages of so many. */
const inPagesOf = ({ transport }: TestDevice, count: number): void => {
  const direct = transport.request;
  transport.request = (request) => {
    const to = new URL(request.url);
    if (request.method === 'GET' && /\/(links|grants)$/.test(to.pathname)) {
      to.searchParams.set('limit', String(count));
    }
    return direct({ ...request, url: to.href });
  };
};

const asked = ({ transport }: TestDevice, path: RegExp): number =>
  transport.requests.filter((one) => one.method === 'GET' && path.test(one.path)).length;

t.test('consents and links are all there, newest first, however many pages they fill', async (t) => {
  const doc = await add(session, randomBytes(200), 'Carte');
  const terms = { perm: ['read', 'manage'] as const };
  const first = await shownTo(scene, { papers: [doc] }, terms);
  for (let count = 0; count < 2; count++) await shownTo(scene, { papers: [doc] }, terms);
  await takeBack(session, (await shownTo(scene, { papers: [doc] }, terms)).share.id);
  const papers = await lookAt(worker, first.shown);
  const made = [];
  for (let count = 0; count < 3; count++) made.push(await makeGrantedLink(maker, first.shown, papers, order));
  for (let count = 0; count < 2; count++) made.push(await makeLink(session, [doc], order));
  const whole = {
    shares: await shares(session),
    links: await listLinks(session),
    made: await listMadeLinks(maker),
  };
  t.strictSame(
    whole.links.map(({ id }) => id),
    made.map(({ id }) => id).toReversed(),
  );
  t.equal(whole.shares.length, 4);
  t.equal(whole.made.length, 3);
  const before = { grants: asked(own.device, /\/grants$/), links: asked(own.device, /\/links$/) };
  for (const device of [own.device, worker.device]) inPagesOf(device, 1);
  t.strictSame(await shares(session), whole.shares);
  t.strictSame(await listLinks(session), whole.links);
  t.strictSame(await listMadeLinks(maker), whole.made);
  t.equal(asked(own.device, /\/grants$/) - before.grants, 4, 'really in pages');
  t.equal(asked(own.device, /\/links$/) - before.links, 5);
});

t.test(
  'a list that begins again and again is given up at once, and one that loses a page is not shown',
  async (t) => {
    const lists: readonly (readonly [RegExp, () => Promise<unknown>])[] = [
      [/^GET .*\/grants$/, () => shares(session)],
      [/^GET .*\/links$/, () => listLinks(session)],
    ];
    for (const [path, list] of lists) {
      await list();
      let turns = 0;
      own.device.transport.meddle = changing<{ next: string | null }>(path, (page) => {
        page.next = ++turns < 20 ? '0'.repeat(32) : null;
      });
      await t.rejects(list(), { code: 'damaged' });
      t.ok(turns <= 2, 'no page is asked for twice');
      own.device.transport.meddle = undefined;
    }
    own.device.transport.meddle = changing<{ next: string | null }>(/^GET .*\/grants$/, (page) => {
      page.next = null;
    });
    await t.rejects(shares(session), { code: 'damaged' });
    own.device.transport.meddle = undefined;
    t.equal((await shares(session)).length, 4);
  },
);
