import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { endGrant, give, docs, workerParty } from '../helpers/grants.js';
import { keep, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import {
  changeLink,
  endLink,
  makeLink,
  open,
  type Prepared,
  prepareLink,
  readBy,
  sendGranted,
  sendLink,
} from '../helpers/links.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const url = server.address;
const holder = await openHolder(url);
const paper = await keep(holder, randomBytes(600_000));
const DAY = 86_400_000;

const row = async ({ loc }: Pick<Prepared, 'loc'>) => {
  const [found] = await owner.rows('select * from links where loc = $1', [loc]);
  return found;
};
const opensNothing = { released: null, payload: null, tag_hash: null };

t.test('nothing is kept that was forged, widened, or is not what it says', async (t) => {
  const stranger = await openHolder(url);
  const theirs = await keep(stranger, randomBytes(50));
  const refusals = {
    'signed by another': [{ signer: stranger.keys.sign.secretKey }, 'damaged'],
    'in the name of another': [{ changed: { by: stranger.uid, holder: stranger.uid } }, 'damaged'],
    'of another safe': [{ changed: { safe: stranger.safe } }, 'damaged'],
    'over before it began': [{ changed: { exp: Date.now() - 1 } }, 'link_expired'],
    'for too long': [{ changed: { exp: Date.now() + 93 * DAY } }, 'damaged'],
    'with another card': [{ changed: { card: random(32) } }, 'damaged'],
    'with other keys': [{ changed: { sealed: random(32) } }, 'damaged'],
    'with another note to oneself': [{ changed: { own: random(32) } }, 'damaged'],
    'to another manifest': [
      { changed: { papers: [{ doc: paper.doc, ver: 1, manifest: random(32) }] } },
      'not_found',
    ],
  } as const;
  for (const [name, [options, code]] of Object.entries(refusals)) {
    refused(t, await sendLink(holder, await prepareLink(holder, [paper], options)), code, name);
  }
  refused(t, await sendLink(holder, await prepareLink(holder, [theirs])), 'not_found', 'another’s paper');
  const link = await makeLink(holder, [paper]);
  const same = await prepareLink(holder, [paper], { changed: { loc: link.loc } });
  refused(t, await sendLink(holder, same), 'conflict', 'an id that is taken');
  t.equal((await sendLink(holder, link)).status, 201, 'the same again');
  refused(t, await sendLink({ ...holder, safe: stranger.safe }, link), 'not_found', 'into another’s safe');
});

t.test('a stranger changes and ends nothing, and learns nothing', async (t) => {
  const stranger = await openHolder(url);
  const link = await makeLink(holder, [paper]);
  const before = await row(link);
  const to = { seq: 1, exp: Date.now() + DAY, max: 50 };
  for (const one of [link, { ...link, loc: random(16) }]) {
    refused(t, await endLink(stranger, one), 'not_found');
    refused(t, await changeLink(stranger, one, to), 'not_found');
  }
  const forged = { ...holder, keys: stranger.keys };
  refused(t, await endLink(forged, link), 'damaged', 'signed by another key');
  refused(t, await changeLink(forged, link, to), 'damaged');
  refused(t, await changeLink(holder, link, { ...to, seq: 2 }), 'conflict', 'not the next change');
  refused(t, await changeLink(holder, link, { ...to, exp: Date.now() + 93 * DAY }), 'damaged');
  t.same(await row(link), before);
  t.equal((await changeLink(holder, link, to)).status, 200);
  refused(
    t,
    await changeLink(holder, link, { ...to, max: 9 }),
    'conflict',
    'an older change after a newer one',
  );
  t.match(await row(link), { openings: 50, change_seq: 1 });
});

t.test('a worker makes links within their grant, and they end with it', async (t) => {
  const worker = await openWorker(url);
  const [mine, other] = [await keep(holder, randomBytes(90)), await keep(holder, randomBytes(90))];
  const party = workerParty(worker);
  const given = await give(holder, party, { scope: docs(mine), perm: ['manage', 'read'] });
  const readOnly = await give(holder, party, { scope: docs(mine), perm: ['read'] });
  const by = { maker: worker, grant: given.id };
  const make = async (papers: Parameters<typeof prepareLink>[1], options = {}, grant = given.id) =>
    sendGranted(worker, grant, await prepareLink(holder, papers, { by: { ...by, grant }, ...options }));
  refused(t, await make([other]), 'not_granted', 'a paper that was not shown');
  refused(t, await make([mine, other]), 'not_granted', 'one of two');
  refused(t, await make([mine], {}, readOnly.id), 'not_granted', 'may only read');
  refused(t, await make([mine], { changed: { exp: given.grant.exp + 1 } }), 'not_granted', 'for longer');
  refused(
    t,
    await make([mine], { changed: { parent: readOnly.id } }),
    'damaged',
    'in the name of another grant',
  );
  refused(t, await make([mine], { signer: holder.keys.sign.secretKey }), 'damaged', 'not signed by them');
  const stranger = await openWorker(url);
  const foreign = await prepareLink(holder, [mine], { by: { maker: stranger, grant: given.id } });
  refused(t, await sendGranted(stranger, given.id, foreign), 'not_found', 'somebody else');
  refused(t, await sendGranted(stranger, random(16), foreign), 'not_found', 'no grant at all');
  refused(t, await make([mine], { changed: { loc: given.id } }), 'conflict', 'under the id of a grant');
  const { bodies } = await readLog(holder);
  const tried = bodies.filter(({ act, by: who }) => act === 'link.make' && who === toHex(worker.uid));
  t.ok(tried.length >= 7);
  t.ok(
    tried.every(({ grant }) => grant === null),
    'what was refused names nothing in the history',
  );
  const link = await prepareLink(holder, [mine], { by });
  t.equal((await sendGranted(worker, given.id, link)).status, 201);
  const { token } = (await open(link)).json;
  t.equal((await readBy(url, token, mine)).status, 200);
  const long = { seq: 1, exp: given.grant.exp + 1, max: 3 };
  refused(t, await changeLink(worker, link, long), 'not_granted', 'extended beyond the grant');
  refused(t, await changeLink(holder, link, long), 'not_granted', 'not by the holder either');
  t.equal((await endGrant(holder, given)).status, 204);
  refused(t, await readBy(url, token, mine), 'link_ended');
  refused(t, await open(link), 'link_ended');
  t.match(await row(link), opensNothing, 'nothing is left that could open it');
  refused(t, await make([mine]), 'grant_ended');
});
