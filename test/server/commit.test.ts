import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type Head,
  type HeadDocument,
  signHead,
} from '../../src/core/protocol/head.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import {
  call,
  commit,
  commitBody,
  type Holder,
  keep,
  openHolder,
  prepareVersion,
  send,
  type Sent,
} from '../helpers/holder.js';
import { type Loose, ownerOf, stateOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const HASH = new Uint8Array(32).fill(1);

const listed = ({ doc, ver, manifest }: Sent, binned = false): HeadDocument => ({
  doc,
  ver,
  manifest: manifestHash(manifest),
  binned,
});
const headOf = (
  holder: Holder,
  documents: readonly HeadDocument[],
  changes: Partial<Head> = {},
  key = holder.keys.sign.secretKey,
): string =>
  toBase64Url(
    signHead(
      {
        safe: holder.safe,
        seq: holder.head.seq + 1,
        prev: holder.head.hash,
        docs: documentsHash(documents),
        grants: grantsHash([]),
        epochs: epochsHash([holder.wrappedSafeKey]),
        log: holder.log,
        ts: Date.now(),
        ...changes,
      },
      key,
    ),
  );
const post = (holder: Holder, head: string, changes: object = {}) =>
  call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/heads`, {
    head,
    keep: [],
    bin: [],
    restore: [],
    destroy: [],
    give: [],
    drop: [],
    reseal: [],
    epoch: null,
    rewrap: [],
    accept: [],
    ...changes,
  });
const ids = (...sent: Sent[]) => sent.map((one) => toHex(one.doc));
const kept = (...sent: Sent[]) => sent.map((one) => ({ doc: toHex(one.doc), ver: one.ver }));

t.test('a head that is not the next one over exactly what it changes changes nothing', async (t) => {
  const holder = await openHolder(server.address);
  const other = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(100));
  const binned = await keep(holder, randomBytes(100));
  t.equal((await commit(holder, { bin: [binned.doc] })).status, 200);
  const fresh = await prepareVersion(holder, randomBytes(100));
  t.equal((await send(holder, fresh)).status, 201);
  const later = await prepareVersion(holder, randomBytes(100), { doc: paper.doc, ver: 3, prev: HASH });
  const unchained = await prepareVersion(holder, randomBytes(100), { doc: paper.doc, ver: 2, prev: HASH });
  for (const sent of [later, unchained]) t.equal((await send(holder, sent)).status, 201);
  const { end, entries } = await readLog(holder);
  holder.log = end;
  const now = holder.documents;
  const after = [...now, listed(fresh)];
  const keeping = { keep: kept(fresh) };
  const with2 = (sent: Sent) => [...now.filter((one) => toHex(one.doc) !== toHex(sent.doc)), listed(sent)];
  const tryHead = (changes: Partial<Head>) => post(holder, headOf(holder, after, changes), keeping);
  const conflicts: Record<string, () => ReturnType<typeof post>> = {
    'without the paper it keeps': () => post(holder, headOf(holder, now), keeping),
    'with a paper it does not keep': () => post(holder, headOf(holder, after)),
    'with another manifest': () =>
      post(holder, headOf(holder, [...now, { ...listed(fresh), manifest: HASH }]), keeping),
    'with another version': () =>
      post(holder, headOf(holder, [...now, { ...listed(fresh), ver: 2 }]), keeping),
    'with the paper in the bin': () => post(holder, headOf(holder, [...now, listed(fresh, true)]), keeping),
    'with grants that do not exist': () => tryHead({ grants: HASH }),
    'over another key': () => tryHead({ epochs: HASH }),
    'of the same number again': () => tryHead({ seq: holder.head.seq }),
    'that leaves out a number': () => tryHead({ seq: holder.head.seq + 2 }),
    'that claims to be the first': () => tryHead({ seq: 1, prev: null }),
    'that follows another head': () => tryHead({ prev: HASH }),
    'over a log that never was': () => tryHead({ log: { seq: 1, hash: HASH } }),
    'over the log of another entry': () => tryHead({ log: { seq: 2, hash: entries[0]!.hash } }),
    'over a log that is not yet': () => tryHead({ log: { seq: 100_000, hash: end.hash } }),
    'over another beginning of the log': () => tryHead({ log: { seq: 0, hash: end.hash } }),
    'that keeps a version that leaves out one': () =>
      post(holder, headOf(holder, with2(later)), { keep: kept(later) }),
    'that keeps a version of another past': () =>
      post(holder, headOf(holder, with2(unchained)), { keep: kept(unchained) }),
    'that bins what is binned': () => post(holder, headOf(holder, now), { bin: ids(binned) }),
    'that bins what is not kept': () => post(holder, headOf(holder, now), { bin: ids(fresh) }),
    'that bins one paper twice': () =>
      post(
        holder,
        headOf(
          holder,
          now.map((one) => ({ ...one, binned: true })),
        ),
        { bin: ids(paper, paper) },
      ),
    'that restores what is not binned': () => post(holder, headOf(holder, now), { restore: ids(paper) }),
    'that destroys what is not there': () => post(holder, headOf(holder, now), { destroy: ids(fresh) }),
    'that destroys one paper twice': () =>
      post(holder, headOf(holder, now.slice(1)), { destroy: ids(paper, paper) }),
    'of a change that another safe made': () =>
      post(holder, headOf(holder, now), { bin: [toHex(other.uid)] }),
  };
  const damages: Record<string, () => ReturnType<typeof post>> = {
    'signed by somebody else': () =>
      post(holder, headOf(holder, after, {}, other.keys.sign.secretKey), keeping),
    'of another safe': () => tryHead({ safe: other.safe }),
    'that is none': () => post(holder, toBase64Url(randomBytes(300)), keeping),
    'that was cut': () => post(holder, headOf(holder, after).slice(0, -8), keeping),
  };
  const before = await stateOf(owner);
  for (const [name, attack] of Object.entries(conflicts)) refused(t, await attack(), 'head_conflict', name);
  for (const [name, attack] of Object.entries(damages)) refused(t, await attack(), 'damaged', name);
  const unknown = { keep: [{ doc: toHex(other.uid), ver: 1 }] };
  refused(t, await post(holder, headOf(holder, now), unknown), 'not_found', 'a version that nobody sent');
  refused(
    t,
    await post(holder, headOf(holder, after), { keep: [...kept(fresh), ...kept(fresh)] }),
    'not_found',
  );
  t.strictSame(await stateOf(owner), before, 'nothing changed');
  const { bodies } = await readLog(holder);
  const tried = bodies.filter((body) => body.act === 'safe.head' && body.out !== 'ok');
  t.equal(
    tried.length,
    Object.keys(conflicts).length + Object.keys(damages).length + 2,
    'all are in the log',
  );
  t.equal((await commit(holder, { keep: [fresh] })).status, 200, 'the honest head is taken');
});

t.test(
  'of devices that change a safe at once exactly one does, and nothing of the others is half done',
  async (t) => {
    const holder = await openHolder(server.address);
    const papers = await Promise.all(
      Array.from({ length: 6 }, () => prepareVersion(holder, randomBytes(100), { thumbnail: true })),
    );
    for (const sent of papers) t.equal((await send(holder, sent)).status, 201);
    const bodies = papers.map((sent) => commitBody(holder, { keep: [sent] }).body);
    const path = `/v1/safes/${toHex(holder.safe)}/heads`;
    const answers = await Promise.all(bodies.map((body) => call(holder, 'POST', path, body)));
    t.equal(answers.filter((answer) => answer.status === 200).length, 1);
    for (const answer of answers) if (answer.status !== 200) refused(t, answer, 'head_conflict');
    const rows = await owner.rows('select document from versions where safe = $1 and not staged', [
      holder.safe,
    ]);
    const winner = answers.findIndex((answer) => answer.status === 200);
    t.strictSame(
      rows.map((row) => toHex(row.document)),
      [toHex(papers[winner]!.doc)],
    );
    const live = await owner.rows(
      `select key from blobs where state = 'live'
    and key in (select content_key from versions where safe = $1)`,
      [holder.safe],
    );
    t.equal(live.length, 1);
  },
);

t.test(
  'a head whose answer got lost is sent again, as often as it takes, and changes nothing more',
  async (t) => {
    const holder = await openHolder(server.address);
    const sent = await prepareVersion(holder, randomBytes(100));
    t.equal((await send(holder, sent)).status, 201);
    const { body } = commitBody(holder, { keep: [sent] });
    const path = `/v1/safes/${toHex(holder.safe)}/heads`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => call(holder, 'POST', path, body)));
    t.strictSame(
      answers.map(({ status, json }) => [status, json.seq]),
      Array.from({ length: 5 }, () => [200, 2]),
    );
    const before = await stateOf(owner);
    t.match((await call(holder, 'POST', path, body)).json, { seq: 2, log: { hash: /^[0-9a-f]{64}$/ } });
    t.strictSame(await stateOf(owner), before);
  },
);

t.test('many changes go into one head: kept, binned, restored, destroyed', async (t) => {
  const holder = await openHolder(server.address);
  const [a, b, c] = [
    await keep(holder, randomBytes(9)),
    await keep(holder, randomBytes(9)),
    await keep(holder, randomBytes(9)),
  ];
  t.equal((await commit(holder, { bin: [b.doc] })).status, 200);
  const d = await prepareVersion(holder, randomBytes(9));
  const a2 = await prepareVersion(holder, randomBytes(9), {
    doc: a.doc,
    ver: 2,
    prev: manifestHash(a.manifest),
  });
  for (const sent of [d, a2]) t.equal((await send(holder, sent)).status, 201);
  const answer = await commit(holder, { keep: [d, a2], bin: [d.doc], restore: [b.doc], destroy: [c.doc] });
  t.equal(answer.status, 200);
  const { json } = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
  const seen = json.papers.map((one: Loose) => `${one.doc} ${one.ver} ${one.binnedAt !== null}`);
  const expected = [`${toHex(a.doc)} 2 false`, `${toHex(b.doc)} 1 false`, `${toHex(d.doc)} 1 true`];
  t.strictSame(seen, expected.toSorted());
  const versions = await call(
    holder,
    'GET',
    `/v1/safes/${toHex(holder.safe)}/documents/${toHex(a.doc)}/versions`,
  );
  t.strictSame(
    versions.json.versions.map((one: Loose) => one.ver),
    [1, 2],
    'the version before is still there',
  );
});

t.test('a new version of a paper in the bin takes it out of the bin', async (t) => {
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(9));
  t.equal((await commit(holder, { bin: [paper.doc] })).status, 200);
  const next = { doc: paper.doc, ver: 2, prev: manifestHash(paper.manifest) };
  await keep(holder, randomBytes(9), next);
  const { json } = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
  t.match(json.papers, [{ ver: 2, binnedAt: null }]);
});
