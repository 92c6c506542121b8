import { randomBytes } from 'node:crypto';
import { type Holder, keep, openHolder, type Sent, versionPath } from '../test/helpers/holder.js';
import { openSides } from './disk.js';
import { type Ground, query } from './ground.js';
import type { HammerJob } from './hammer.js';
import { sideBySide } from './rounds.js';
import type { Row, Size } from './row.js';
import type { SenderResult } from './sender.js';

const CLIENTS = 16;
/** The largest paper that takes the smallest content container. */
const SMALL = 4096 - 8;

const rate = ({ count, seconds }: SenderResult): number => count / seconds;

const asked = (holder: Holder, sent: Sent, part: string): HammerJob['requests'][number] => ({
  path: `${versionPath(holder, sent.doc, 1)}/${part}`,
  headers: { authorization: `Bearer ${holder.token}` },
});

const headOf = (holder: Holder): HammerJob['requests'][number] => ({
  path: `/v1/safes/${Buffer.from(holder.safe).toString('hex')}/documents?limit=1`,
  headers: { authorization: `Bearer ${holder.token}` },
});

/** Reads of small papers, each with its entry in the log, against a bare SELECT and INSERT of as many bytes. */
export const readRows = async (ground: Ground, { quick }: Size): Promise<Row[]> => {
  const { databaseUrl, server, sender, barePort } = await openSides(ground);
  const holders: { holder: Holder; sent: Sent }[] = [];
  for (let i = 0; i < CLIENTS; i++) {
    const holder = await openHolder(server.url);
    holders.push({ holder, sent: await keep(holder, randomBytes(SMALL), { thumbnail: true }) });
  }
  const sizeOf = async (bytes: number): Promise<void> => {
    await query(databaseUrl, 'truncate bench_rows');
    await query(databaseUrl, 'insert into bench_rows select i, $1 from generate_series(1, 16) i', [
      randomBytes(bytes),
    ]);
  };
  const milliseconds = quick ? 1_000 : 3_000;
  const hammer = (port: number, requests: HammerJob['requests']) => async () =>
    rate(await sender.do({ kind: 'hammer', port, requests, clients: CLIENTS, milliseconds }));
  const bare = hammer(
    barePort,
    holders.map((_, i) => ({ path: `/rows/${i + 1}`, headers: {} })),
  );
  const measure = async (name: string, bytes: number, requests: HammerJob['requests']): Promise<Row> => {
    await sizeOf(bytes);
    const sides = await sideBySide(quick ? 3 : 5, hammer(server.port, requests), bare);
    return { name, ...sides, unit: '/s', goal: { atLeast: 0.5 } };
  };
  const [one] = holders;
  if (!one) throw new Error('no holder');
  const { content, thumbnail } = one.sent;
  return [
    await measure(
      `read of 4 KB with its entry, ${CLIENTS} clients, ${CLIENTS} safes`,
      content.length,
      holders.map(({ holder, sent }) => asked(holder, sent, 'content')),
    ),
    await measure(`read of 4 KB with its entry, ${CLIENTS} clients, one safe`, content.length, [
      asked(one.holder, one.sent, 'content'),
    ]),
    await measure(
      `thumbnail with its entry, ${CLIENTS} clients, ${CLIENTS} safes`,
      thumbnail?.length ?? 0,
      holders.map(({ holder, sent }) => asked(holder, sent, 'thumbnail')),
    ),
    await measure(
      `list of one paper with its entry, ${CLIENTS} clients, ${CLIENTS} safes`,
      1_500,
      holders.map(({ holder }) => headOf(holder)),
    ),
  ];
};
