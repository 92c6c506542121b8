import { PHONE_DATABASE, PHONE_KEEPS } from '../../kept-here.js';

/** The names of what this phone keeps; every value but the key itself is sealed. */
export const STORES = ['keys', ...PHONE_KEEPS, 'contents', 'cache'] as const;
export type Store = (typeof STORES)[number];

const VERSION = 1;

let opening: Promise<IDBDatabase> | undefined;

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(PHONE_DATABASE, VERSION);
    request.addEventListener('upgradeneeded', () => {
      for (const store of STORES) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      }
    });
    request.addEventListener('success', () => {
      // another tab deletes or renews the database: this one lets go of it
      request.result.addEventListener('versionchange', () => {
        request.result.close();
        opening = undefined;
      });
      resolve(request.result);
    });
    request.addEventListener('error', () => reject(request.error));
  });

const database = (): Promise<IDBDatabase> => {
  opening ??= open().catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
};

/** Several steps, all done or none; done means that they are on the phone's disk. */
export const change = async (
  stores: readonly Store[],
  steps: (store: (name: Store) => IDBObjectStore) => void,
): Promise<void> => {
  const transaction = (await database()).transaction(stores, 'readwrite', { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error));
  });
  steps((name) => transaction.objectStore(name));
  return done;
};

const asked = async <T>(store: Store, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
  const request = ask((await database()).transaction(store).objectStore(store));
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
};

export const get = <T>(store: Store, key: string): Promise<T | undefined> =>
  asked(store, (one) => one.get(key) as IDBRequest<T | undefined>);

export const keysOf = async (store: Store): Promise<string[]> =>
  (await asked(store, (one) => one.getAllKeys())).map(String);

/** Leaves nothing on this phone. */
export const forgetAll = async (): Promise<void> => {
  (await opening)?.close();
  opening = undefined;
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(PHONE_DATABASE);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error));
  });
};
