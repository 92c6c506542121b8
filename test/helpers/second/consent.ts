import { CONTEXTS as SAFE } from './keys.js';
import { identityKeys, jcs, type Value } from './objects.js';
import { demand, H, int, join, KD, signKey } from './primitives.js';

/** What keys of teams and consents are bound to (docs/protocol.md §14, §15). */
export const CONTEXTS = {
  ...SAFE,
  teamKey: (relay: Uint8Array, generation: number, member: Uint8Array) =>
    join('team\0', relay, int(generation, 4), member),
  previousTeamKey: (relay: Uint8Array, generation: number) => join('team.prev\0', relay, int(generation, 4)),
  private: (safe: Uint8Array, grant: Uint8Array) => join('grant.priv\0', safe, grant),
  grantKey: (safe: Uint8Array, grant: Uint8Array) => join('grant.key\0', safe, grant),
};

export const directoryKeys = (seed: Uint8Array) => {
  const signSeed = KD(seed, 'dir.sign');
  return { signSeed, publicKey: signKey(signSeed) };
};
export const directoryFingerprint = (key: Uint8Array): Uint8Array => H('CS1/dir\0', key);

export interface Founder {
  readonly uid: Uint8Array;
  readonly sign: Uint8Array;
  readonly fp: Uint8Array;
}

export const relayId = (firstAccountKey: Uint8Array, { uid, sign, fp }: Founder): Uint8Array =>
  H('CS1/relay\0', identityKeys(firstAccountKey).sign, uid, sign, fp).slice(0, 16);

const url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
export const contactText = (uid: Uint8Array, fp: Uint8Array): string => `pochette:1:${url(join(uid, fp))}`;
export const posterText = (directory: Uint8Array, uid: Uint8Array, fp: Uint8Array): string =>
  `pochette:relay1:${url(join(directory, uid, fp))}`;

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Crockford's base32 by whole numbers, in groups of five. */
export const invitationText = (secret: Uint8Array): string => {
  const body = join(int(1, 1), secret);
  const bytes = join(body, H('CS1/inv\0', body).slice(0, 2));
  const symbols = Math.ceil((bytes.length * 8) / 5);
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) << BigInt(symbols * 5 - bytes.length * 8);
  let text = '';
  for (let i = 0; i < symbols; i++) {
    text = SYMBOLS.charAt(Number(rest % 32n)) + text;
    rest /= 32n;
  }
  demand(rest === 0n);
  return text.replace(/.{5}(?=.)/g, '$&-');
};

export const invitation = (secret: Uint8Array) => ({
  locator: KD(secret, 'inv.loc').slice(0, 16),
  welcome: (relay: Uint8Array, fp: Uint8Array) => KD(secret, 'inv.welcome', relay, fp),
  association: (relay: Uint8Array, key: Uint8Array) => KD(secret, 'inv.association', relay, key),
  join: (uid: Uint8Array, fp: Uint8Array, name: string) => KD(secret, 'inv.join', uid, fp, name),
});

/** What the keys of a receipt are sealed for: all that it says, but for the hash of the sealed keys. */
export const grantContext = (receipt: { readonly [key: string]: Value }): Uint8Array => {
  const { sealed: _, ...rest } = receipt;
  return H('CS1/grant.ctx\0', jcs(rest));
};
export const resealContext = (receipt: Uint8Array, gen: number, epoch: number): Uint8Array =>
  H('CS1/grant.reseal\0', receipt, int(gen, 4), int(epoch, 4));
export const sealedHash = (blob: Uint8Array): Uint8Array => H('CS1/grant.sealed\0', blob);
export const privateHash = (bytes: Uint8Array): Uint8Array => H('CS1/grant.priv\0', bytes);

export interface OneKey {
  readonly id: string;
  readonly n: number;
  readonly key: string;
}

/** The text that is sealed: each key once, by id and then by number. */
export const keysText = (grantKey: Uint8Array, keys: readonly OneKey[]): Uint8Array => {
  const order = (a: OneKey, b: OneKey) => (a.id === b.id ? a.n - b.n : a.id < b.id ? -1 : 1);
  const listed = keys.toSorted(order).map(({ id, n, key }) => ({ id, n, key }));
  demand(new Set(listed.map(({ id, n }) => `${id} ${n}`)).size === keys.length);
  return join(jcs({ grantKey: url(grantKey), keys: listed }));
};

export const teamKeyWrapping = (account: Uint8Array): Uint8Array => KD(account, 'team.prev');
export const ownWrapping = (account: Uint8Array): Uint8Array => KD(account, 'grant.own');
