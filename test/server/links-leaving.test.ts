import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { chance } from '../helpers/chance.js';
import { give, type Given, workerParty } from '../helpers/grants.js';
import { keep, openHolder } from '../helpers/holder.js';
import { ownerOf, sweep } from '../helpers/inside.js';
import { endLink, prepareLink, sendGranted } from '../helpers/links.js';
import {
  changeTeam,
  join,
  newDirectory,
  postStep,
  prepareStep,
  type Relay,
  relayParty,
  wholeRelay,
} from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { passOn, prepareSub } from '../helpers/sub-grants.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const [owner, holding] = [await ownerOf(t, server), await ownerOf(t, server)];
const holder = await openHolder(server.address);
const paper = await keep(holder, randomBytes(300));
const { relay, manager } = await wholeRelay(server.address, directory.keys);
const elsewhere = await openWorker(server.address);

const newMember = async (): Promise<Worker> => {
  const worker = await openWorker(server.address);
  await join(relay, manager, worker);
  return worker;
};
const shown = (to: Relay): Promise<Given> => give(holder, relayParty(to), { perm: ['manage', 'read'] });
const remove = (about: Worker) => changeTeam(relay, manager, { act: 'remove', about });

/** Links that somebody made and that could still open something, now or when they are of the relay again. */
const left = ({ uid }: Worker) =>
  owner.rows(
    'select loc from links where maker = $1 and (released is not null or (ended_at is null and expired_at is null))',
    [uid],
  );

/** Whether somebody waits for a lock that the owner holds. */
const waits = async (count: number): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await owner.rows(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (row.waiting >= count) return;
    await sleep(10);
  }
};

/** Does one thing, and while it stands still at a table, begins another. */
const meanwhile = async <A, B>(table: string, first: () => Promise<A>, second: () => Promise<B>) => {
  await holding.rows('begin');
  await holding.rows(`lock table ${table} in share row exclusive mode`);
  const one = first();
  await waits(1);
  let answered = false;
  const two = second().finally(() => (answered = true));
  await Promise.race([waits(2), two]);
  const early = answered;
  await holding.rows('commit');
  return { early, answers: await Promise.all([one, two]) };
};

t.test('who is removed while they make a link takes none with them, whichever comes first', async (t) => {
  const given = await shown(relay);
  const maker = async () => {
    const member = await newMember();
    const link = await prepareLink(holder, [paper], { by: { maker: member, grant: given.id } });
    return { member, make: () => sendGranted(member, given.id, link) };
  };
  const slow = await maker();
  const made = await meanwhile('link_papers', slow.make, () => remove(slow.member));
  t.notOk(made.early, 'the removal is acknowledged when the link is there, and ended');
  t.strictSame(
    made.answers.map(({ status }) => status),
    [201, 200],
  );
  t.strictSame(await left(slow.member), []);

  const late = await maker();
  const refused = await meanwhile('links', () => remove(late.member), late.make);
  t.strictSame(
    refused.answers.map(({ status }) => status),
    [200, 404],
  );
  t.strictSame(await left(late.member), []);
});

t.test('who is removed while they pass something on has done so before, or not at all', async (t) => {
  const given = await shown(relay);
  const member = await newMember();
  const sub = prepareSub(member, given, workerParty(elsewhere));
  const { answers } = await meanwhile(
    'links',
    () => remove(member),
    () => passOn(member, given, sub),
  );
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 404],
  );
});

t.test('at whatever moment somebody is removed, none of their links is left', async (t) => {
  const given = await shown(relay);
  const luck = chance();
  t.comment(`CHANCE_SEED=${luck.seed}`);
  let made = 0;
  for (let turn = 0; turn < 25; turn++) {
    const member = await newMember();
    const links = await Promise.all(
      [1, 2].map(() => prepareLink(holder, [paper], { by: { maker: member, grant: given.id } })),
    );
    const { body, settle } = prepareStep(relay, manager, { act: 'remove', about: member });
    const making = links.map(async (link) => {
      await sleep(luck.below(40));
      return (await sendGranted(member, given.id, link)).status;
    });
    await sleep(luck.below(6));
    t.equal((await postStep(manager, relay, body)).status, 200);
    settle();
    const early = await left(member);
    const statuses = await Promise.all(making);
    made += statuses.filter((status) => status === 201).length;
    t.strictSame([early, await left(member)], [[], []], String(statuses));
  }
  t.comment(`${made} of 50 came before`);
});

t.test('a link whose consent or maker is gone is ended for good, however that came about', async (t) => {
  const given = await shown(relay);
  const member = await newMember();
  const make = async (at: Given) => {
    const link = await prepareLink(holder, [paper], { by: { maker: member, grant: at.id } });
    t.equal((await sendGranted(member, at.id, link)).status, 201);
    return link;
  };
  await make(given);
  const over = await shown(relay);
  const second = await make(over);
  await owner.rows('alter table team_members disable trigger links_end_with_member');
  await owner.rows('update grants set not_before = 0, expires = 1, expired_at = now() where id = $1', [
    over.id,
  ]);
  t.equal((await remove(member)).status, 200);
  await owner.rows('alter table team_members enable trigger links_end_with_member');
  t.equal((await left(member)).length, 2, 'as a server of before would have left them');
  await sweep(server);
  t.strictSame(await left(member), []);
  const [row] = await owner.rows('select ended_at from links where loc = $1', [second.loc]);
  t.ok(row.ended_at instanceof Date);
  t.equal((await endLink(holder, second)).status, 204);
});
