import { subscribe } from 'node:diagnostics_channel';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { chance } from '../helpers/chance.js';
import {
  docs,
  endGrant,
  type Given,
  give,
  grantPath,
  look,
  nextEpoch,
  ofPaper,
  read,
  signedReading,
  workerParty,
} from '../helpers/grants.js';
import { commit, type Holder, keep, openHolder, type Sent } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { serverOn, testServer } from '../helpers/server.js';
import { databaseProxy } from '../helpers/tcp-proxy.js';
import { openWorker, type Worker } from '../helpers/worker.js';

/** An answer with somebody's paper, as the server sees it. */
interface Answering {
  readonly raw: http.ServerResponse;
  /** Whether, when an end was acknowledged, all of it had been handed over, or was thrown away. Null: there was no end. */
  overAtEnd: boolean | null;
}
const answering = new Map<string, Answering[]>();

const endedBy = ({ routeOptions, params, body }: FastifyRequest): readonly string[] => {
  if (routeOptions.url?.endsWith('/end')) return [(params as { grant: string }).grant];
  return routeOptions.url?.endsWith('/heads') ? (body as { drop: string[] }).drop : [];
};

// Looks at every answer from inside, at the moment in which an end is acknowledged and before the client knows.
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('preHandler', async (request, reply) => {
    if (!/\/(readings|papers)$/.test(request.routeOptions.url ?? '')) return;
    const { grant } = request.params as { grant: string };
    answering.set(grant, [...(answering.get(grant) ?? []), { raw: reply.raw, overAtEnd: null }]);
  });
  fastify.addHook('onSend', async (request, reply) => {
    if (reply.statusCode >= 300) return;
    for (const one of endedBy(request).flatMap((grant) => answering.get(grant) ?? [])) {
      one.overAtEnd ??= one.raw.writableFinished || one.raw.destroyed || (one.raw.socket?.destroyed ?? true);
    }
  });
});

const here = await testServer(t, { DATABASE_CONNECTIONS: '8' });
const proxy = await databaseProxy(t, here.ownerUrl);
/** Another process's worth of server, whose way to the database can be cut. */
const there = await serverOn(t, { ...here.config, databaseUrl: proxy.url });
const owner = await ownerOf(t, here);
const addresses = [here.address, there.address];
const random = chance();
t.comment(`CHANCE_SEED=${random.seed}`);
const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;

interface Download {
  readonly status: number;
  readonly bytes: number;
}

/** Reads as the network would have it: at once, slowly, or leaving in the middle. */
const download = (
  worker: Worker,
  given: Given,
  paper: Sent,
  how: 'fast' | 'slow' | 'leaves' | 'stuck' | 'list',
): Promise<Download> => {
  const reading =
    how === 'list' ? signedReading(worker, given) : signedReading(worker, given, ofPaper(paper));
  const body = JSON.stringify({ reading: toBase64Url(reading) });
  const leaveAt = random.below(12_000_000);
  return new Promise((resolve) => {
    const request = http.request(worker.url + grantPath(given, how === 'list' ? '/papers' : '/readings'), {
      method: 'POST',
      agent: false,
      headers: { authorization: `Bearer ${worker.token}`, 'content-type': 'application/json' },
    });
    let bytes = 0;
    request.on('error', () => resolve({ status: 0, bytes }));
    request.on('response', (response) => {
      const settle = (): void => resolve({ status: response.statusCode ?? 0, bytes });
      response.on('error', settle).on('close', settle).on('end', settle);
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (how === 'leaves' && bytes > leaveAt) request.destroy();
        const pause = how === 'slow' ? 2 : how === 'stuck' && bytes === piece.length ? 500 : 0;
        if (pause === 0) return;
        response.pause();
        setTimeout(() => response.resume(), pause);
      });
    });
    request.end(body);
  });
};

const HOWS = ['fast', 'fast', 'slow', 'slow', 'leaves', 'stuck', 'list'] as const;

interface Lane {
  readonly holder: Holder;
  readonly worker: Worker;
  readonly paper: Sent;
}

const newLane = async (): Promise<Lane> => {
  const holder = await openHolder(here.address);
  return {
    holder,
    worker: await openWorker(here.address),
    paper: await keep(holder, randomBytes(16_000_000)),
  };
};

/** Ends the grant in one of the ways there are; asked again, elsewhere too, until it is acknowledged. */
const revoke = async ({ holder, worker }: Lane, given: Given, urls: readonly string[]): Promise<void> => {
  const way = pick(['holder', 'grantee', 'head'] as const);
  for (;;) {
    const url = pick(urls);
    const answer =
      way === 'head'
        ? await commit(Object.assign(holder, { url }), { drop: [given], epoch: nextEpoch(holder) })
        : await endGrant({ ...(way === 'holder' ? holder : worker), url }, given);
    if (answer.status < 300) return;
    if (answer.status !== 503) throw new Error(`not ended: ${JSON.stringify(answer.json)}`);
    await sleep(10);
  }
};

/** One paper read by some while it is taken back. */
const interleave = async (lane: Lane, trouble: (() => Promise<void>) | null = null) => {
  const given = await give(Object.assign(lane.holder, { url: here.address }), workerParty(lane.worker), {
    scope: docs(lane.paper),
  });
  const readers = Array.from({ length: 1 + random.below(3) }, async () => {
    await sleep(random.below(12));
    return download({ ...lane.worker, url: pick(addresses) }, given, lane.paper, pick(HOWS));
  });
  await sleep(random.below(25));
  await trouble?.();
  await revoke(lane, given, trouble ? [here.address] : addresses);
  const late = await read({ ...lane.worker, url: here.address }, given, lane.paper);
  if (trouble) await proxy.restore();
  const downloads = await Promise.all(readers);
  const seen = answering.get(toHex(given.id)) ?? [];
  const whole = lane.paper.content.length;
  return {
    late: late.json?.error?.code,
    // An answer that was not over when the end was acknowledged may only be a refusal.
    leaks: seen.filter((one) => one.overAtEnd === false && one.raw.statusCode < 400).length,
    watched: seen.filter((one) => one.overAtEnd !== null && one.raw.statusCode < 400).length,
    cut: downloads.filter((one) => one.status === 200 && one.bytes < whole).length,
  };
};

const lanes = await Promise.all([newLane(), newLane(), newLane()]);
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

t.test('once the person is told that it ended, no byte of their paper leaves any process', async (t) => {
  const results = await Promise.all(
    lanes.map(async (lane) => {
      const done = [];
      for (let i = 0; i < 62; i++) done.push(await interleave(lane));
      return done;
    }),
  );
  const all = results.flat();
  t.equal(sum(all.map((one) => one.leaks)), 0);
  t.ok(
    all.every((one) => one.late === 'grant_ended'),
    'and no reading begins',
  );
  const [watched, cut] = [sum(all.map((one) => one.watched)), sum(all.map((one) => one.cut))];
  t.ok(watched > 20, `${watched} answers were on their way`);
  t.ok(cut > 20, `${cut} of them were cut in the middle`);
});

t.test('also where a process has lost the database, or nothing comes from it any more', async (t) => {
  const lane = lanes[0]!;
  const troubles = [() => proxy.cut(), async () => proxy.freeze()];
  for (let i = 0; i < 14; i++) {
    const { leaks, late } = await interleave(lane, troubles[i % 2]!);
    t.equal(leaks, 0, i % 2 === 0 ? 'cut off' : 'frozen');
    t.equal(late, 'grant_ended');
  }
});

t.test(
  'a process that died in the middle of a reading holds the end up for seconds, not for ever',
  async (t) => {
    const { holder, worker, paper } = lanes[1]!;
    const given = await give(Object.assign(holder, { url: here.address }), workerParty(worker));
    await owner.rows(
      `insert into readings (nonce, grant_id, open, expires_at) values ($1, $2, true, now() + interval '2 hours')`,
      [randomBytes(16), given.id],
    );
    t.equal((await endGrant(holder, given)).status, 204);
    refused(t, await read({ ...worker, url: here.address }, given, paper), 'grant_ended');
  },
);

t.test('readings that ended leave no row open, and nobody waits for them', async (t) => {
  const { holder, worker, paper } = lanes[2]!;
  const given = await give(Object.assign(holder, { url: here.address }), workerParty(worker));
  for (const url of addresses) {
    t.equal((await read({ ...worker, url }, given, paper)).status, 200);
    t.equal((await look({ ...worker, url }, given)).status, 200);
  }
  t.equal((await endGrant(holder, given)).status, 204);
  t.strictSame(await owner.rows('select nonce from readings where open and grant_id = $1', [given.id]), []);
});
