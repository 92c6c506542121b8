import t from 'tap';
import { fromBase64Url, toBase64Url, toHex, utf8 } from '../../src/core/bytes.js';
import {
  lockAuthKeys,
  lockLocator,
  lockTag,
  newLockedSecret,
  signRelease,
} from '../../src/core/crypto/locked-secret.js';
import { noPin } from '../../src/core/crypto/pin.js';
import { signBytes } from '../../src/core/crypto/sign.js';
import { type Answer, call, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const holder = await openHolder(server.address);
const other = await openHolder(server.address);
const loc = lockLocator('card', holder.cardSecret);
const keys = lockAuthKeys('card', holder.cardSecret);
const tag = lockTag('card', holder.cardSecret, noPin(holder.cardSecret));

const challengeFor = async (locator: Uint8Array) => {
  const answer = await call({ url: server.address }, 'POST', '/v1/locks/challenge', { loc: toHex(locator) });
  return { answer, challenge: fromBase64Url(answer.json.challenge) };
};

interface Release {
  loc: Uint8Array;
  challenge: Uint8Array;
  tag: Uint8Array;
  signature: Uint8Array;
}
const release = (body: Release): Promise<Answer> =>
  call({ url: server.address }, 'POST', '/v1/locks/release', {
    loc: toHex(body.loc),
    challenge: toBase64Url(body.challenge),
    tag: toBase64Url(body.tag),
    signature: toBase64Url(body.signature),
  });
const right = (challenge: Uint8Array): Release => ({
  loc,
  challenge,
  tag,
  signature: signRelease(keys, loc, challenge, tag),
});

const triesOf = async () => (await owner.rows('select tries from locks where loc = $1', [loc]))[0].tries;

type Attack = (challenge: Uint8Array) => Release | Promise<Release>;
const attacks: Record<string, Attack> = {
  'the tag of the right code without a signature': (challenge) => ({
    ...right(challenge),
    signature: new Uint8Array(64),
  }),
  'a signature by another card': (challenge) => ({
    ...right(challenge),
    signature: signRelease(lockAuthKeys('card', other.cardSecret), loc, challenge, tag),
  }),
  'a signature over another code': (challenge) => ({
    ...right(challenge),
    signature: signRelease(keys, loc, challenge, new Uint8Array(32)),
  }),
  'a signature over another challenge': (challenge) => ({
    ...right(challenge),
    signature: signRelease(keys, loc, new Uint8Array(32), tag),
  }),
  'a signature of another type': (challenge) => ({
    ...right(challenge),
    signature: signBytes('head', utf8('lock'), keys.secretKey),
  }),
  'the key of the device type': (challenge) => ({
    ...right(challenge),
    signature: signRelease(lockAuthKeys('device', holder.cardSecret), loc, challenge, tag),
  }),
  'a challenge that nobody made': () => right(new Uint8Array(32).fill(9)),
  'a challenge made for another card': async () =>
    right((await challengeFor(lockLocator('card', other.cardSecret))).challenge),
  'a challenge that is too old': async (challenge) => {
    await owner.rows(`update challenges set expires_at = now() where challenge = $1`, [challenge]);
    return right(challenge);
  },
};

for (const [name, attack] of Object.entries(attacks)) {
  t.test(`${name} opens nothing and uses up no try`, async (t) => {
    const { challenge } = await challengeFor(loc);
    refused(t, await release(await attack(challenge)), 'unauthorized', name);
    t.equal(await triesOf(), 0);
  });
}

t.test('an answer that was overheard opens nothing a second time', async (t) => {
  const { challenge } = await challengeFor(loc);
  const answer = right(challenge);
  t.equal((await release(answer)).status, 200);
  refused(t, await release(answer), 'unauthorized', 'the same answer again');
  const again = await challengeFor(loc);
  refused(
    t,
    await release({ ...answer, challenge: again.challenge }),
    'unauthorized',
    'under a new challenge',
  );
});

t.test('of an answer sent ten times at once one opens', async (t) => {
  const { challenge } = await challengeFor(loc);
  const answers = await Promise.all(Array.from({ length: 10 }, () => release(right(challenge))));
  t.equal(answers.filter((answer) => answer.status === 200).length, 1);
  t.equal(answers.filter((answer) => answer.status === 401).length, 9);
});

t.test('a challenge is used up by a wrong answer too', async (t) => {
  const { challenge } = await challengeFor(loc);
  refused(t, await release({ ...right(challenge), signature: new Uint8Array(64) }), 'unauthorized');
  refused(t, await release(right(challenge)), 'unauthorized', 'the right answer after it');
});

/** All of an answer that could tell something. */
const shapeOf = ({ status, json, headers }: Answer) => {
  const names = [...headers.keys()].toSorted();
  const { requestId: _, ...error } = json.error ?? {};
  return { status, names, fields: Object.keys(json), error };
};

t.test('nobody learns which cards exist: an unknown one answers as a known one', async (t) => {
  const stranger = newLockedSecret();
  const unknown = lockLocator('card', stranger);
  const [known, made] = [await challengeFor(loc), await challengeFor(unknown)];
  t.strictSame(shapeOf(made.answer), shapeOf(known.answer));
  t.equal(made.challenge.length, known.challenge.length);
  const wrong = await release({ ...right(known.challenge), signature: new Uint8Array(64).fill(1) });
  const none = await release({
    loc: unknown,
    challenge: made.challenge,
    tag,
    signature: signRelease(lockAuthKeys('card', stranger), unknown, made.challenge, tag),
  });
  t.strictSame(shapeOf(none), shapeOf(wrong));
  refused(t, none, 'unauthorized');
});

t.test(
  'what was refused before possession was proven is not in the log: strangers cannot fill it',
  async (t) => {
    const { bodies } = await readLog(holder);
    t.notOk(bodies.some((body) => body.act === 'unlocker.refused'));
  },
);
