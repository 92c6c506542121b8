import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { signErasure } from '../../src/core/protocol/erasure.js';
import { firstKeyring, nextKeyring } from './devices.js';
import { type Answer, call, commitBody, type Holder, prepareVersion, send, type Sent } from './holder.js';

/** A well-formed request for every operation that needs an account, by the contract's id. */
export const everyRequest = (
  holder: Holder,
  kept: Pick<Sent, 'doc'>,
): Readonly<Record<string, () => Promise<Answer>>> => {
  const safe = `/v1/safes/${toHex(holder.safe)}`;
  const paper = `${safe}/documents/${toHex(kept.doc)}`;
  const order = signErasure(holder.safe, holder.head.seq, Date.now(), holder.keys.sign.secretKey);
  const list = nextKeyring(holder, firstKeyring(holder), holder.locks);
  return {
    showAccount: () => call(holder, 'GET', '/v1/account'),
    showIdentity: () => call(holder, 'GET', `/v1/identities/${toHex(holder.uid)}`),
    changeUnlockers: () =>
      call(holder, 'PUT', '/v1/account/unlockers', { unlockers: toBase64Url(list.envelope), locks: [] }),
    listSafes: () => call(holder, 'GET', '/v1/safes'),
    nameCategory: () =>
      call(holder, 'PUT', `${safe}/categories/${toHex(holder.category)}`, {
        epoch: 1,
        wrappedName: toBase64Url(new Uint8Array(137)),
      }),
    commitHead: () => call(holder, 'POST', `${safe}/heads`, commitBody(holder, { bin: [kept.doc] }).body),
    eraseSafe: () => call(holder, 'POST', `${safe}/erasure`, { order: toBase64Url(order) }),
    listGrants: () => call(holder, 'GET', `${safe}/grants`),
    readLog: () => call(holder, 'GET', `${safe}/log`),
    listPapers: () => call(holder, 'GET', `${safe}/documents`),
    listVersions: () => call(holder, 'GET', `${paper}/versions`),
    sendVersion: async () => send(holder, await prepareVersion(holder, Buffer.from('paper'))),
    readContent: () => call(holder, 'GET', `${paper}/versions/1/content`),
    readThumbnail: () => call(holder, 'GET', `${paper}/versions/1/thumbnail`),
  };
};
