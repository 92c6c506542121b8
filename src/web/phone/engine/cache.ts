import { change, keysOf } from '../store/database.js';
import { OFFLINE } from '../store/facts.js';
import { drop, keep, keepBytes, unseal, unsealText } from '../store/sealed.js';
import { opened } from './opened.js';
import type { PaperLists } from './views.js';

const LIST = 'list';

/** Bytes of one version of a paper. */
interface Part {
  readonly id: string;
  readonly version: number;
  readonly part: 'content' | 'small';
}

const versionOf = ({ id, version }: Pick<Part, 'id' | 'version'>): string => `${id}/${version}`;
const nameOf = (part: Part): string => `${versionOf(part)}/${part.part}`;

/** Small pictures that were seen since this worker began. */
const small = new Map<string, Uint8Array>();

export const isOffline = async (): Promise<boolean> => (await keysOf('kept')).includes(OFFLINE);

let last: Promise<unknown> = Promise.resolve();

/** One after the other: what was seen is not put back after it was taken away. */
const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
  const next = last.then(step, step);
  last = next.catch(() => undefined);
  return next;
};

/** Whether papers may lie on this phone to be seen without the internet, and so without the code. The person's choice. */
export const setOffline = (wanted: boolean): Promise<void> =>
  inTurn(async () => {
    if (wanted) {
      opened(); // a phone that lies locked is not made to show more
      await keep('kept', OFFLINE, true);
      // what was seen since the code was typed stays too
      for (const [name, bytes] of small) await keepBytes('cache', name, bytes);
      return;
    }
    await drop('kept', OFFLINE);
    await change(['cache'], (store) => store('cache').clear());
  });

const writeLists = async (lists: PaperLists): Promise<void> => {
  if (!(await isOffline())) return;
  await keep('cache', LIST, lists);
  // also of a paper that is there, what an older version showed
  const there = new Set([...lists.papers, ...lists.binned].map(versionOf));
  const gone = (await keysOf('cache')).filter(
    (name) => name !== LIST && !there.has(name.slice(0, name.lastIndexOf('/'))),
  );
  if (gone.length > 0) {
    await change(['cache'], (store) => {
      for (const name of gone) store('cache').delete(name);
    });
  }
};

/** Notes what is in the safe, where the person wants to see it without the internet. */
export const cacheLists = (lists: PaperLists): Promise<void> => inTurn(() => writeLists(lists));

/** The list as this phone saw it last; null where it keeps none. */
export const cachedLists = (): Promise<PaperLists | null> =>
  inTurn(() => unsealText<PaperLists>('cache', LIST));

/** From this phone if it has them, else fetched, and kept if the person wants that. */
export const throughCache = async (
  what: Part,
  fetch: () => Promise<Uint8Array | null>,
): Promise<Uint8Array | null> => {
  const name = nameOf(what);
  const known = small.get(name) ?? (await unseal('cache', name).catch(() => null));
  if (known) return known;
  const bytes = await fetch();
  if (bytes && what.part === 'small') small.set(name, bytes);
  if (bytes && (await isOffline())) await keepBytes('cache', name, bytes).catch(() => undefined);
  return bytes;
};
