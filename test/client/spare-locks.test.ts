import { randomBytes } from 'node:crypto';
import t from 'tap';
import { listSpares, releaseSpare } from '../../src/core/api/spares.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { atWork, consentScene } from '../helpers/consent-client.js';
import { until } from '../helpers/embedded.js';
import { ownerOf } from '../helpers/inside.js';
import { changeTeam, join } from '../helpers/relay.js';
import { personWithSpare } from '../helpers/spares.js';
import { openWorker } from '../helpers/worker.js';

const scene = await consentScene(t);
const { url, relay, manager } = scene;
await personWithSpare(t, scene, 'Amadou');
await personWithSpare(t, scene, 'Noor');
const owner = await ownerOf(t, scene.server);
const watcher = await ownerOf(t, scene.server);

const listAs = (by: typeof manager) =>
  atWork(t, by).api.call(listSpares, { params: { relay: toHex(relay.uid) } });

const release = (by: typeof manager, spare: string) =>
  atWork(t, by).api.call(releaseSpare, {
    params: { relay: toHex(relay.uid), spare },
    body: { opening: toBase64Url(randomBytes(200)) },
  });

/** How many wait for a lock in such a query. */
const waiting = async (query: string): Promise<number> => {
  const [seen] = await watcher.rows(
    `select count(*) as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query ~ $1`,
    [query],
  );
  return Number(seen.n);
};

t.test(
  'a member who asks for the list or a spare again and again keeps no manager from removing them',
  async (t) => {
    const third = await openWorker(url);
    await join(relay, manager, third);

    await owner.rows('begin');
    await owner.rows('select from relays where uid = $1 for update', [relay.uid]);
    await owner.rows('select from team_members where relay = $1 for update', [relay.uid]);
    const { spares } = await listAs(third);
    t.equal(spares.length, 2, 'while the team is being changed the list is there');
    t.ok(spares.every(({ identity }) => identity.length === 1));
    t.notSame(spares[0]?.identity, spares[1]?.identity, 'each with their own keys');
    await owner.rows('rollback');

    const [{ loc }] = await owner.rows(`select encode(loc, 'hex') as loc from spares`);
    await owner.rows('begin');
    await owner.rows('lock table spares in access exclusive mode');
    const asked = Promise.allSettled([
      ...Array.from({ length: 3 }, () => listAs(third)),
      ...Array.from({ length: 3 }, () => release(third, loc)),
    ]);
    await until(async () => (await waiting('from "spares"')) === 6);
    const removed = await changeTeam(relay, manager, { act: 'remove', about: third });
    t.equal(removed.status, 200, 'while they wait the team changes');
    t.equal(await waiting('from "spares"'), 6, 'and did not wait for their end');
    await owner.rows('rollback');
    await asked;
    await t.rejects(listAs(third), { code: 'not_member' });
  },
);
