import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromBase64Url, toHex } from '../../src/core/bytes.js';
import { openTally } from '../../src/core/protocol/relay-notes.js';
import { call } from '../helpers/holder.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, newDirectory, relayPath, wholeRelay } from '../helpers/relay.js';
import { keyOf, type Row, tallyBody } from '../helpers/relay-notes.js';
import { testServer } from '../helpers/server.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const team = () => wholeRelay(server.address, directory.keys);

t.test(
  'each member counts in a row of their own, which the others read and nobody else writes',
  async (t) => {
    const { relay, manager, member } = await team();
    const path = relayPath(relay, '/tallies/202611');
    const [first, second] = [tallyBody(relay, member, 1), tallyBody(relay, member, 2)];
    for (const body of [first, second, second]) t.equal((await call(member, 'PUT', path, body)).status, 204);
    refused(
      t,
      await call(member, 'PUT', path, tallyBody(relay, member, 2)),
      'conflict',
      'other bytes under the same number',
    );
    t.equal((await call(manager, 'PUT', path, tallyBody(relay, manager, 1))).status, 204);
    const { tallies } = (await call(manager, 'GET', path)).json;
    const read = tallies.map(({ member: by, generation, version, sealed }: Row & { member: string }) => {
      const at = { relay: relay.uid, member: Buffer.from(by, 'hex'), month: 202611, generation, version };
      const open = (place: typeof at) => openTally(keyOf(relay, generation), place, fromBase64Url(sealed));
      for (const wrong of [
        { ...at, month: 202612 },
        { ...at, member: randomBytes(16) },
        { ...at, version: 9 },
      ]) {
        t.throws(() => open(wrong), { code: 'damaged' });
      }
      return [by, open(at).counts.get('newcomer')];
    });
    t.strictSame(
      new Map(read),
      new Map([
        [toHex(member.uid), 2],
        [toHex(manager.uid), 1],
      ]),
    );
    t.strictSame((await call(member, 'GET', relayPath(relay, '/tallies/202610'))).json.tallies, []);
    for (const bad of ['202613', '202600', 'x']) {
      refused(
        t,
        await call(member, 'PUT', relayPath(relay, `/tallies/${bad}`), tallyBody(relay, member, 1)),
        'invalid_request',
        bad,
      );
    }
    const { sealed } = tallyBody(relay, member, 3);
    refused(
      t,
      await call(member, 'PUT', path, { generation: 1, version: 3, sealed: sealed.slice(0, -8) }),
      'invalid_request',
    );
    t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
    refused(t, await call(member, 'GET', path), 'not_member');
    t.equal((await call(manager, 'GET', path)).json.tallies.length, 2, 'what was counted is the relay’s');
  },
);
