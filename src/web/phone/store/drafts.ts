import { toHex } from '../../../core/bytes.js';
import type { PaperPages } from '../../capture/pages.js';
import { change, keysOf } from './database.js';
import { type Sealed, seal, sealText, unseal, unsealText } from './sealed.js';

/** A page that was photographed here: it lies by itself, under this name. */
export interface Shot {
  readonly name: string;
  /** Bytes of its picture. */
  readonly size: number;
}

/** A paper that is on this phone and not in the safe yet. */
export interface Draft {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly pages: number | null;
  readonly expires: string | null;
  readonly note?: string | null;
  readonly notices: readonly string[];
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly added: number;
  /** Chosen by the person; before, the kind is a guess. */
  readonly named: boolean;
  /** Handed over by another app: it waits until the person has named it. */
  readonly shared?: boolean;
  /** What was photographed, page by page; absent where the paper lies here as one file. */
  readonly shots?: PaperPages<Shot>;
  /** When a page was last added or changed, milliseconds since 1970. */
  readonly touched?: number;
  /** A paper of the safe of which this is a new version, and the version that it was made from. */
  readonly replaces?: { readonly doc: string; readonly version: number };
}

/** What lies beside a draft's record, by name; '' is the paper as one file. */
export type Parts = Readonly<Record<string, Uint8Array>>;

const ID_BYTES = 16;

/** The small picture of what has this name. */
export const smallOf = (name: string): string => (name === '' ? 'small' : `${name}/small`);

const placeOf = (id: string, name: string): string => (name === '' ? id : `${id}/${name}`);

/** All that lies here of a draft, whatever its pages are called. */
const everything = (id: string): IDBKeyRange => IDBKeyRange.bound(id, `${id}/\uffff`);

export const newName = (): string => toHex(crypto.getRandomValues(new Uint8Array(ID_BYTES)));

/** Writes a draft with what belongs to it, and takes away what no longer does: all of it, or nothing. */
export const putDraft = async (draft: Draft, parts: Parts, gone: readonly string[] = []): Promise<void> => {
  const { id } = draft;
  const said = await sealText('drafts', id, draft);
  const sealed: [string, Sealed][] = [];
  for (const [name, bytes] of Object.entries(parts)) {
    const place = placeOf(id, name);
    sealed.push([place, await seal('contents', place, bytes)]);
  }
  await change(['drafts', 'contents'], (store) => {
    store('drafts').put(said, id);
    for (const [place, bytes] of sealed) store('contents').put(bytes, place);
    for (const name of gone) store('contents').delete(placeOf(id, name));
  });
};

/** Keeps a paper on this phone; done means that all of it is on its disk, sealed. */
export const addDraft = async (draft: Omit<Draft, 'id'>, parts: Parts): Promise<Draft> => {
  const made = { ...draft, id: newName() };
  await putDraft(made, parts);
  return made;
};

export const readDraft = (id: string): Promise<Draft | null> => unsealText<Draft>('drafts', id);

/** Another name, kind or date; nothing if it went into the safe meanwhile. */
export const changeDraft = async (id: string, to: Partial<Omit<Draft, 'id'>>): Promise<Draft | null> => {
  const draft = await readDraft(id);
  if (!draft) return null;
  const changed = { ...draft, ...to };
  await putDraft(changed, {});
  return changed;
};

export const dropDraft = (id: string): Promise<void> =>
  change(['drafts', 'contents'], (store) => {
    store('drafts').delete(id);
    store('contents').delete(everything(id));
  });

/** Oldest first. */
export const listDrafts = async (): Promise<Draft[]> => {
  const all = await Promise.all((await keysOf('drafts')).map(readDraft));
  return all.filter((one) => one !== null).toSorted((a, b) => a.added - b.added);
};

/** What lies beside a draft under a name; null where there is nothing. */
export const draftPart = (id: string, name: string): Promise<Uint8Array | null> =>
  unseal('contents', placeOf(id, name));
