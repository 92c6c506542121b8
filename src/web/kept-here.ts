/** The database in which a browser keeps somebody's pochette: the phone app alone writes it. */
export const PHONE_DATABASE = 'pochette';

/** What of it can't be had again: an open safe, a card that waits to be printed, papers that are in no safe yet. */
export const PHONE_KEEPS = ['kept', 'drafts'] as const;

/** Opens what is there, and makes nothing: null where there is nothing. */
const openIfThere = async (): Promise<IDBDatabase | null> => {
  // older browsers have no such list
  const all = 'databases' in indexedDB ? await indexedDB.databases() : [{ name: PHONE_DATABASE }];
  if (!all.some(({ name }) => name === PHONE_DATABASE)) return null;
  return new Promise((resolve) => {
    const request = indexedDB.open(PHONE_DATABASE);
    // it went away meanwhile: what this would make is not made
    request.addEventListener('upgradeneeded', () => request.transaction?.abort());
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => resolve(null));
  });
};

const countIn = (database: IDBDatabase, store: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = database.transaction(store).objectStore(store).count();
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });

/** Whether this browser keeps somebody's pochette, or papers of theirs. Tells nothing of whose, and leaves no trace. */
export const keepsPochette = async (): Promise<boolean> => {
  const database = await openIfThere();
  if (!database) return false;
  try {
    const stores = PHONE_KEEPS.filter((store) => database.objectStoreNames.contains(store));
    const counts = await Promise.all(stores.map((store) => countIn(database, store)));
    return counts.some((count) => count > 0);
  } finally {
    database.close();
  }
};
