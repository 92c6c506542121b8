import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { lockKek, lockTag, newLockedSecret, signRelease } from '../../src/core/crypto/locked-secret.js';
import { noPin, stretchPin } from '../../src/core/crypto/pin.js';
import { ed25519KeyPair, random } from '../../src/core/crypto/sodium.js';
import { unwrapLinkKeys } from '../../src/core/protocol/link-secret.js';
import { call, commit, keep, openHolder } from '../helpers/holder.js';
import { ownerOf, sweep } from '../helpers/inside.js';
import {
  challengeFor,
  changeLink,
  endLink,
  look,
  makeLink,
  open,
  openBody,
  type Prepared,
  prepareLink,
  readBy,
  sendLink,
  sendOpen,
} from '../helpers/links.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

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

t.test('a hundred who open at once get in as often as was allowed, not once more', async (t) => {
  const link = await makeLink(holder, [paper], { changed: { max: 7 } });
  const challenges = await Promise.all(Array.from({ length: 100 }, () => challengeFor(link)));
  const answers = await Promise.all(
    challenges.map((challenge) => sendOpen(link, openBody(link, link.pin, challenge))),
  );
  t.equal(answers.filter(({ status }) => status === 200).length, 7);
  for (const answer of answers.filter(({ status }) => status !== 200)) refused(t, answer, 'link_used_up');
  t.match(
    await row(link),
    { opened: 7, tries: 0, ...opensNothing },
    'and nothing is left that could open it',
  );
});

t.test(
  'ten wrong codes close a link; the right one opens nothing then, and a wrong one tells nothing',
  async (t) => {
    const link = await makeLink(holder, [paper], { code: '482913' });
    const wrong = await stretchPin('link', link.secret, '000001');
    const challenges = await Promise.all(Array.from({ length: 40 }, () => challengeFor(link)));
    const answers = await Promise.all(
      challenges.map((challenge) => sendOpen(link, openBody(link, wrong, challenge))),
    );
    const codes = answers.map(({ json }) => json.error.code as string);
    t.equal(codes.filter((code) => code === 'wrong_code').length, 9);
    t.equal(codes.filter((code) => code === 'link_frozen').length, 31);
    for (const { json } of answers) {
      t.strictSame(Object.keys(json), ['error']);
      t.notMatch(JSON.stringify(json), link.wire.payload);
    }
    refused(t, await open(link), 'link_frozen', 'the right code');
    t.match(await row(link), { tries: 10, opened: 0, ...opensNothing });
    t.match((await look(link)).json, { state: 'frozen', triesLeft: 0 });
  },
);

t.test('the right code gives back its own try alone', async (t) => {
  const link = await makeLink(holder, [paper], { code: '482913' });
  const wrong = await stretchPin('link', link.secret, '000001');
  t.match((await open(link, wrong)).json.error, { code: 'wrong_code', details: { triesLeft: 9 } });
  t.equal((await open(link)).status, 200);
  t.match((await open(link, wrong)).json.error, { details: { triesLeft: 8 } });
});

t.test(
  'a challenge is good once; without the secret nothing is learnt, not even whether there is a link',
  async (t) => {
    const link = await makeLink(holder, [paper]);
    const body = openBody(link, link.pin, await challengeFor(link));
    t.equal((await sendOpen(link, body)).status, 200);
    refused(t, await sendOpen(link, body), 'unauthorized', 'replayed');
    const before = await row(link);
    const nothing = { ...link, loc: random(16) };
    const thief = ed25519KeyPair(random(32));
    const tag = lockTag('link', link.secret, link.pin);
    for (const [name, at] of [
      ['a link', link],
      ['none', nothing],
    ] as const) {
      const challenge = await challengeFor(at);
      const signature = toBase64Url(signRelease(thief, at.loc, fromBase64Url(challenge), tag));
      const stolen = { link: toHex(at.loc), challenge, tag: toBase64Url(tag), signature };
      refused(t, await sendOpen(link, stolen), 'unauthorized', `${name}: the tag without the signature`);
      refused(t, await look(at, { signature }), 'unauthorized', `${name}: looked at with another key`);
      refused(
        t,
        await call({ url }, 'POST', '/v1/locks/release', { ...stolen, link: undefined, loc: toHex(at.loc) }),
        'unauthorized',
        `${name}: as a card`,
      );
    }
    const [a, b] = [await challengeFor(link), await challengeFor(nothing)];
    refused(t, await sendOpen(link, openBody(link, link.pin, b)), 'unauthorized', 'the challenge of another');
    const looked = { link: toHex(link.loc), challenge: a, signature: openBody(link, link.pin, a).signature };
    refused(
      t,
      await call({ url }, 'POST', '/v1/links/look', looked),
      'unauthorized',
      'a signature of another type',
    );
    t.same(await row(link), before, 'and no try was used up');
  },
);

t.test('looking, GET and HEAD use up nothing; what breaks off neither', async (t) => {
  const link = await makeLink(holder, [paper]);
  for (let i = 0; i < 5; i++)
    t.match((await look(link)).json, { state: 'open', openingsLeft: 3, code: false });
  for (const method of ['GET', 'HEAD']) {
    for (const path of ['/o/', '/o', '/v1/links/open', '/v1/links/look']) await fetch(url + path, { method });
  }
  t.match(await row(link), { opened: 0, tries: 0 });
  const { token, openingsLeft } = (await open(link)).json;
  t.equal(openingsLeft, 2);
  const head = await readBy(url, token, paper, {}, 'HEAD');
  t.equal(head.status, 404, 'nothing is read by HEAD');
  for (let i = 0; i < 3; i++) {
    const stop = new AbortController();
    const answer = await fetch(`${url}/v1/link/papers/${toHex(paper.doc)}/versions/1/content`, {
      headers: { authorization: `Bearer ${token}` },
      signal: stop.signal,
    });
    await answer.body?.getReader().read();
    stop.abort();
  }
  const whole = await readBy(url, token, paper);
  t.same(whole.bytes, paper.content);
  const part = await readBy(url, token, paper, { range: 'bytes=96-' });
  t.equal(part.status, 206);
  t.same(part.bytes, paper.content.subarray(96));
  refused(t, await readBy(url, token, paper, { range: 'bytes=97-' }), 'range_not_satisfiable');
  t.match(await row(link), { opened: 1 }, 'one opening, however often it was read');
});

t.test('a session reads what its link shows, for its time, and nothing else', async (t) => {
  const other = await keep(holder, randomBytes(100));
  const link = await makeLink(holder, [paper]);
  const { token } = (await open(link)).json;
  refused(t, await readBy(url, token, other), 'not_found', 'another paper');
  refused(t, await readBy(url, token, { ...paper, ver: 2 }), 'not_found', 'another version');
  for (const bad of ['', 'x', toBase64Url(random(32)), holder.token]) {
    refused(t, await readBy(url, bad ?? '', paper), 'session_over');
  }
  refused(t, await call({ url, token }, 'GET', '/v1/account'), 'unauthorized', 'it is no account');
  await commit(holder, { bin: [other.doc] });
  const both = await prepareLink(holder, [paper, other]);
  refused(t, await sendLink(holder, both), 'not_found', 'a paper in the bin');
  await owner.rows('update link_sessions set ends = 0 where loc = $1', [link.loc]);
  refused(t, await readBy(url, token, paper), 'session_over');
});

t.test(
  'a link that was ended opens nothing, and with the address and the database nobody can any more',
  async (t) => {
    const link = await makeLink(holder, [paper]);
    const { token } = (await open(link)).json;
    t.equal((await endLink(holder, link)).status, 204);
    t.equal((await endLink(holder, link)).status, 204, 'ended again');
    t.match(await row(link), opensNothing);
    refused(t, await open(link), 'link_ended');
    refused(t, await readBy(url, token, paper), 'link_ended');
    t.match((await look(link)).json, { state: 'ended', shown: null });
    refused(t, await changeLink(holder, link, { seq: 1, exp: Date.now() + DAY, max: 9 }), 'link_ended');
    const dump = JSON.stringify(await owner.rows('select * from links where loc = $1', [link.loc]));
    for (const secret of [link.wire.payload, link.wire.tagHash]) {
      t.notOk(dump.includes(JSON.stringify(Buffer.from(secret, 'base64url'))));
    }
  },
);

t.test('what is over stays over, though a clock goes back', async (t) => {
  for (const seen of ['open', 'look', 'sweep'] as const) {
    const link = await makeLink(holder, [paper]);
    await owner.rows('update links set expires = $2 where loc = $1', [link.loc, Date.now() - 1]);
    if (seen === 'open') refused(t, await open(link), 'link_expired');
    if (seen === 'look') t.match((await look(link)).json, { state: 'expired' });
    if (seen === 'sweep') await sweep(server);
    await owner.rows('update links set expires = $2 where loc = $1', [link.loc, Date.now() + DAY]);
    refused(t, await open(link), 'link_expired', seen);
    t.match(await row(link), opensNothing);
  }
  const late = await makeLink(holder, [paper]);
  const { token } = (await open(late)).json;
  await owner.rows('update log_heads set at = at + $2 where safe = $1', [holder.safe, 3_600_000]);
  refused(t, await readBy(url, token, paper), 'session_over', 'the log is an hour ahead of the clock');
  await owner.rows('update log_heads set at = at - $2 where safe = $1', [holder.safe, 3_600_000]);
});

t.test('a wrong share opens nothing, and neither does a payload under another statement', async (t) => {
  const link = await makeLink(holder, [paper]);
  const { released, payload } = (await open(link)).json;
  const kek = (share: Uint8Array) => lockKek('link', link.secret, noPin(link.secret), share);
  const bytes = fromBase64Url(payload);
  const whole = { t: 'link' as const, ...link.statement };
  t.equal(unwrapLinkKeys(kek(fromBase64Url(released)), whole, bytes).length, 1);
  for (const [name, share, statement] of [
    ['another share', random(32), whole],
    ['a longer end', fromBase64Url(released), { ...whole, exp: whole.exp + 1 }],
    ['another link', fromBase64Url(released), { ...whole, loc: random(16) }],
  ] as const) {
    t.throws(() => unwrapLinkKeys(kek(share), statement, bytes), { code: 'damaged' }, name);
  }
});

t.test(
  'neither secret nor code, nor the link’s id or token, is in any line of the server’s log',
  async (t) => {
    const link = await makeLink(holder, [paper], { code: '739204' });
    const { token } = (await open(link)).json;
    await open(link, await stretchPin('link', link.secret, '739205'));
    await readBy(url, token, paper);
    await readBy(url, toBase64Url(newLockedSecret()), paper);
    const lines = server.logged();
    t.match(lines, 'openLink', 'the log was really read');
    for (const secret of [toBase64Url(link.secret), toHex(link.secret), '739204', token, toHex(link.loc)]) {
      t.notOk(lines.includes(secret));
    }
    for (const table of ['links', 'link_sessions', 'log_entries', 'challenges', 'readings']) {
      const rows = await owner.rows(`select t::text from ${table} t`);
      t.notOk(JSON.stringify(rows).includes(toHex(link.secret)), table);
    }
  },
);
