import { randomBytes } from 'node:crypto';
import { nodeTransport } from '../src/cli/node-transport.js';
import type { HttpAnswer, Transport } from '../src/client/ports.js';
import { toBase64Url, toHex, utf8 } from '../src/core/bytes.js';
import { type DocumentKey, newKey } from '../src/core/crypto/keys.js';
import { categoryKey, wrapDocumentKey } from '../src/core/protocol/safe-keys.js';
import {
  docs,
  give,
  grantPath,
  nextEpoch,
  ofPaper,
  signedReading,
  workerParty,
} from '../test/helpers/grants.js';
import { commit, type Holder, keep, openHolder, type Sent, versionPath } from '../test/helpers/holder.js';
import { openWorker } from '../test/helpers/worker.js';
import { openSides } from './disk.js';
import { type Ground, query } from './ground.js';
import { PAPERS_OF_ONE } from './listing.js';
import { secondsOf, sideBySide } from './rounds.js';
import { median, type Row, type Size } from './row.js';

const READS = 50;
const PAPERS = 500;

const drained = async ({ status, bytes }: HttpAnswer): Promise<void> => {
  for await (const _ of bytes);
  if (status !== 200) throw new Error(`not read: ${status}`);
};

/** Prepares a request; what it gives sends it. */
type Prepared = () => () => Promise<HttpAnswer>;

/** Milliseconds of one reading, by the mean of many that follow each other. */
const each = (prepare: Prepared) => async (): Promise<number> => {
  const requests = Array.from({ length: READS }, prepare);
  const seconds = await secondsOf(async () => {
    for (const send of requests) await drained(await send());
  });
  return (1000 * seconds) / READS;
};

const ownReading = (line: Transport, holder: Holder, paper: Sent) => () => () =>
  line.request({
    method: 'GET',
    url: `${holder.url}${versionPath(holder, paper.doc, 1)}/content`,
    headers: { authorization: `Bearer ${holder.token}` },
  });

/** What a worker's client asks. It signs before: what is measured is to decide and to record. */
const grantedReading = async (line: Transport, holder: Holder, paper: Sent) => {
  const worker = await openWorker(holder.url);
  const given = await give(holder, workerParty(worker), { scope: docs(paper) });
  return () => {
    const reading = toBase64Url(signedReading(worker, given, ofPaper(paper)));
    return () =>
      line.request({
        method: 'POST',
        url: `${holder.url}${grantPath(given, '/readings')}`,
        headers: { authorization: `Bearer ${worker.token}`, 'content-type': 'application/json' },
        body: utf8(JSON.stringify({ reading })),
      });
  };
};

/** Other people's grants, made from the one that went the whole way; of the same safe and recipient are none. */
const OTHERS = `
  with made as (select decode(md5('grant' || i), 'hex') as id from generate_series(1, $1::integer) i),
  accounts as (insert into accounts (uid, role) select id, 'holder' from made),
  safes as (insert into safes (id, holder) select id, id from made)
  insert into grants (id, safe, recipient, envelope, hash, sealed, private, own_key, scope, scope_ids, may_read,
    not_before, expires, seal_generation, seal_epoch)
  select made.id, made.id, made.id, g.envelope, g.hash, g.sealed, g.private, g.own_key, g.scope, g.scope_ids, g.may_read,
    g.not_before, g.expires, g.seal_generation, g.seal_epoch
  from made cross join (select * from grants limit 1) g`;

/** Seconds to give a safe a new key and wrap the keys of all its papers under it: computed, sent, stored. */
const rewrapping = (holder: Holder, category: Uint8Array, ids: readonly Uint8Array[]) => async () => {
  const keys = ids.map(() => newKey<'document'>() satisfies DocumentKey);
  return secondsOf(async () => {
    const epoch = nextEpoch(holder);
    const wrapping = categoryKey(epoch.key, category, 1);
    const rewrap = ids.map((document, i) => ({
      doc: toHex(document),
      ver: 1,
      wrappedKey: toBase64Url(
        wrapDocumentKey(wrapping, { safe: holder.safe, document, version: 1 }, keys[i] as DocumentKey),
      ),
    }));
    const answer = await commit(holder, { epoch, rewrap });
    if (answer.status !== 200) throw new Error(`not re-wrapped: ${JSON.stringify(answer.json)}`);
  });
};

/** Reading under a grant against reading one's own paper; the same among many grants; a new key for a safe of 500 papers. */
export const consentRows = async (ground: Ground, { quick }: Size): Promise<Row[]> => {
  const { databaseUrl, server } = await openSides(ground);
  const holder = await openHolder(server.url);
  const paper = await keep(holder, randomBytes(4_000));
  // The line of our own client, on both sides.
  const line = nodeTransport();
  ground.later(() => line.close());
  const own = each(ownReading(line, holder, paper));
  const granted = each(await grantedReading(line, holder, paper));
  const rounds = quick ? 5 : 15;
  const alone = await sideBySide(rounds, granted, own);
  const many = quick ? 5_000 : 100_000;
  await query(databaseUrl, OTHERS, [many]);
  await query(databaseUrl, 'vacuum analyze');
  const among = await sideBySide(rounds, granted, own);

  await query(databaseUrl, PAPERS_OF_ONE, [Buffer.from(holder.safe), PAPERS]);
  const { rows } = await query(
    databaseUrl,
    'select v.document, v.category, v.manifest_hash from versions v where v.safe = $1',
    [Buffer.from(holder.safe)],
  );
  holder.documents = rows.map((row) => ({
    doc: row.document,
    ver: 1,
    manifest: row.manifest_hash,
    binned: false,
  }));
  const renew = rewrapping(
    holder,
    rows[0]?.category,
    rows.map((row) => row.document),
  );
  const times: number[] = [];
  for (let round = 0; round < (quick ? 2 : 5); round++) times.push(await renew());
  return [
    { name: 'read under a grant (bare: the owner’s read)', ...alone, unit: 'ms', goal: { atMost: 1.5 } },
    {
      name: `the same among ${many.toLocaleString('en')} grants`,
      ...among,
      unit: 'ms',
      goal: { atMost: 1.5 },
    },
    {
      name: `a new key for a safe of ${PAPERS} papers, all re-wrapped`,
      ours: median(times),
      unit: 's',
      goal: { atMost: 1 },
    },
  ];
};
