import { subscribe } from 'node:diagnostics_channel';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import t, { type Test } from 'tap';
import { endGrant, give, workerParty } from '../helpers/grants.js';
import { keep, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import {
  contentPath,
  endLink,
  makeLink,
  open,
  type Prepared,
  prepareLink,
  sendGranted,
} from '../helpers/links.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { serverOn, testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

/** Answers with bytes of a paper, as the server sees them; and how many were not over when an end was acknowledged. */
const answering: http.ServerResponse[] = [];
let late = 0;
let acknowledged = 0;

subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.url?.endsWith('/content')) answering.push(reply.raw);
  });
  fastify.addHook('onSend', async (request, reply) => {
    if (!request.routeOptions.url?.endsWith('/end') || reply.statusCode >= 300) return;
    acknowledged += 1;
    late += answering.filter(
      (raw) => !raw.writableFinished && !raw.destroyed && !(raw.socket?.destroyed ?? true),
    ).length;
  });
});

const directory = newDirectory();
const here = await testServer(t, directory.env);
/** Another process's worth of server. */
const there = await serverOn(t, here.config);
const owner = await ownerOf(t, here);
const holder = await openHolder(here.address);
const paper = await keep(holder, randomBytes(12_000_000));

/** Reads a paper slowly; resolves with what came when it was over. */
const download = (url: string, token: string): { started: Promise<void>; over: Promise<number> } => {
  let begin = (): void => undefined;
  const started = new Promise<void>((resolve) => (begin = resolve));
  const over = new Promise<number>((resolve) => {
    const headers = { authorization: `Bearer ${token}` };
    http
      .get(url + contentPath(paper), { agent: false, headers }, (response) => {
        let bytes = 0;
        const settle = (): void => resolve(bytes);
        response.on('error', settle).on('close', settle).on('end', settle);
        response.on('data', (piece: Buffer) => {
          bytes += piece.length;
          begin();
          response.pause();
          setTimeout(() => response.resume(), 20);
        });
      })
      .on('error', () => resolve(0));
  });
  return { started, over };
};

const cut = async (t: Test, link: Prepared, end: () => Promise<{ status: number }>) => {
  const { token } = (await open(link)).json;
  const running = [download(here.address, token), download(there.address, token)];
  await Promise.all(running.map(({ started }) => started));
  const before = acknowledged;
  t.equal((await end()).status, 204);
  t.equal(acknowledged, before + 1, 'the hook saw it');
  for (const { over } of running) t.ok((await over) < paper.content.length, 'cut');
  t.equal(late, 0, 'no answer went on when the end was acknowledged');
  await sleep(50);
  t.match(await owner.rows('select * from readings where grant_id = $1 and open', [link.loc]), []);
  refused(t, await open(link), 'link_ended');
};

t.test('ending a link cuts what is on its way, on every server, before it is acknowledged', async (t) => {
  const link = await makeLink(holder, [paper]);
  await cut(t, link, () => endLink(holder, link));
});

t.test('ending the grant under which it was made does the same', async (t) => {
  const worker = await openWorker(here.address);
  const given = await give(holder, workerParty(worker), { perm: ['manage', 'read'] });
  const link = await prepareLink(holder, [paper], { by: { maker: worker, grant: given.id } });
  t.equal((await sendGranted(worker, given.id, link)).status, 201);
  await cut(t, link, () => endGrant(holder, given));
});

t.test(
  'a link ends when its maker is no longer in the relay; others of the relay can end it before',
  async (t) => {
    const { relay, manager, member } = await wholeRelay(here.address, directory.keys);
    const given = await give(holder, relayParty(relay), { perm: ['manage', 'read'] });
    const make = async () => {
      const link = await prepareLink(holder, [paper], { by: { maker: member, grant: given.id } });
      t.equal((await sendGranted(member, given.id, link)).status, 201);
      return link;
    };
    const [one, two] = [await make(), await make()];
    t.equal((await endLink(manager, one)).status, 204);
    refused(t, await open(one), 'link_ended');
    t.equal((await open(two)).status, 200);
    t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
    refused(t, await open(two), 'link_ended');
    t.match(await owner.rows('select released, payload from links where loc = $1', [two.loc]), [
      { released: null, payload: null },
    ]);
  },
);
