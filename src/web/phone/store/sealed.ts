import { fromUtf8, utf8 } from '../../../core/bytes.js';
import { damaged } from '../../../core/errors.js';
import { change, get, type Store } from './database.js';

/** What lies on this phone: AES-256-GCM under the phone's own key. */
export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

const KEY = 'device';
const NONCE_BYTES = 12;

let key: Promise<CryptoKey> | undefined;

/** Made once; of two tabs that make one at the same moment the first wins, in one transaction. */
const makeKey = async (): Promise<CryptoKey> => {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  await change(['keys'], (store) => {
    const known = store('keys').get(KEY);
    known.addEventListener('success', () => {
      if (known.result === undefined) store('keys').put(made, KEY);
    });
  });
  return (await get<CryptoKey>('keys', KEY)) ?? made;
};

/** The phone's key: no script can take it out of the browser, also not ours. */
const deviceKey = (): Promise<CryptoKey> => {
  key ??= get<CryptoKey>('keys', KEY)
    .then((known) => known ?? makeKey())
    .catch((error: unknown) => {
      key = undefined;
      throw error;
    });
  return key;
};

/** A record is bound to its place, so that none can be put where another one was. */
const placeOf = (store: Store, name: string): Uint8Array<ArrayBuffer> =>
  utf8(`${store}/${name}`) as Uint8Array<ArrayBuffer>;

export const seal = async (store: Store, name: string, plain: Uint8Array): Promise<Sealed> => {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const how = { name: 'AES-GCM', iv: nonce, additionalData: placeOf(store, name) };
  const bytes = await crypto.subtle.encrypt(how, await deviceKey(), plain as Uint8Array<ArrayBuffer>);
  return { nonce, bytes };
};

/** What was sealed for this place, or null if there is nothing; `damaged` if it was altered. */
export const unseal = async (store: Store, name: string): Promise<Uint8Array | null> => {
  const sealed = await get<Sealed>(store, name);
  if (sealed === undefined) return null;
  const how = { name: 'AES-GCM', iv: sealed.nonce, additionalData: placeOf(store, name) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(how, await deviceKey(), sealed.bytes));
  } catch (error) {
    throw damaged(error);
  }
};

export const sealText = (store: Store, name: string, value: unknown): Promise<Sealed> =>
  seal(store, name, utf8(JSON.stringify(value)));

export const unsealText = async <T>(store: Store, name: string): Promise<T | null> => {
  const bytes = await unseal(store, name);
  return bytes && (JSON.parse(fromUtf8(bytes)) as T);
};

export const keep = async (store: Store, name: string, value: unknown): Promise<void> => {
  const sealed = await sealText(store, name, value);
  await change([store], (one) => one(store).put(sealed, name));
};

export const keepBytes = async (store: Store, name: string, value: Uint8Array): Promise<void> => {
  const sealed = await seal(store, name, value);
  await change([store], (one) => one(store).put(sealed, name));
};

export const drop = (store: Store, name: string): Promise<void> =>
  change([store], (one) => one(store).delete(name));
