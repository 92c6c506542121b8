import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { type Answer, call, type Holder } from './holder.js';

const some = (bytes: number): string => toBase64Url(random(bytes));

/** A well-formed request for every operation on what a relay notes and keeps for people, as somebody who belongs to none. */
export const keptByRelayRequests = (
  holder: Holder,
): Readonly<Record<string, () => Promise<Pick<Answer, 'status' | 'json'>>>> => {
  const relay = `/v1/relays/${toHex(random(16))}`;
  const name = `${relay}/names/${toHex(holder.safe)}`;
  const now = new Date();
  const tallies = `${relay}/tallies/${now.getUTCFullYear() * 100 + now.getUTCMonth() + 1}`;
  const spare = `${relay}/spares/${toHex(random(16))}`;
  const note = { generation: 1, version: 1 };
  return {
    listNames: () => call(holder, 'GET', `${relay}/names`),
    putName: () => call(holder, 'PUT', name, { ...note, sealed: some(585) }),
    eraseName: () => call(holder, 'DELETE', name),
    listTallies: () => call(holder, 'GET', tallies),
    putTally: () => call(holder, 'PUT', tallies, { ...note, sealed: some(4169) }),
    listOwnSpares: () => call(holder, 'GET', '/v1/account/spares'),
    listSpares: () => call(holder, 'GET', `${relay}/spares`),
    releaseSpare: () => call(holder, 'POST', `${spare}/release`, { opening: some(200) }),
    putSpareAside: () => call(holder, 'PUT', `${spare}/aside`, { order: some(200) }),
    resealSpare: () =>
      call(holder, 'PUT', spare, { reseal: some(200), sealed: some(1157), note: some(1649) }),
  };
};
