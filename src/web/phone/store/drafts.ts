import { toHex } from '../../../core/bytes.js';
import { change, keysOf } from './database.js';
import { seal, sealText, unseal, unsealText } from './sealed.js';

/** A paper that is on this phone and not in the safe yet. */
export interface Draft {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly pages: number | null;
  readonly expires: string | null;
  readonly notices: readonly string[];
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly added: number;
  /** Chosen by the person; before, the kind is a guess. */
  readonly named: boolean;
  /** Handed over by another app: it waits until the person has named it. */
  readonly shared?: boolean;
}

const ID_BYTES = 16;
const smallOf = (id: string): string => `${id}/small`;

/** Keeps a paper on this phone; done means that all of it is on its disk, sealed. */
export const addDraft = async (
  draft: Omit<Draft, 'id'>,
  content: Uint8Array,
  thumbnail: Uint8Array | null,
): Promise<Draft> => {
  const id = toHex(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
  const made = { ...draft, id };
  const said = await sealText('drafts', id, made);
  const whole = await seal('contents', id, content);
  const small = thumbnail && (await seal('contents', smallOf(id), thumbnail));
  await change(['drafts', 'contents'], (store) => {
    store('drafts').put(said, id);
    store('contents').put(whole, id);
    if (small) store('contents').put(small, smallOf(id));
  });
  return made;
};

export const readDraft = (id: string): Promise<Draft | null> => unsealText<Draft>('drafts', id);

/** Another name, kind or date; nothing if it went into the safe meanwhile. */
export const changeDraft = async (id: string, to: Partial<Omit<Draft, 'id'>>): Promise<Draft | null> => {
  const draft = await readDraft(id);
  if (!draft) return null;
  const changed = { ...draft, ...to };
  const said = await sealText('drafts', id, changed);
  await change(['drafts'], (store) => store('drafts').put(said, id));
  return changed;
};

export const dropDraft = (id: string): Promise<void> =>
  change(['drafts', 'contents'], (store) => {
    store('drafts').delete(id);
    store('contents').delete(id);
    store('contents').delete(smallOf(id));
  });

/** Oldest first. */
export const listDrafts = async (): Promise<Draft[]> => {
  const all = await Promise.all((await keysOf('drafts')).map(readDraft));
  return all.filter((one) => one !== null).toSorted((a, b) => a.added - b.added);
};

export const draftContent = (id: string): Promise<Uint8Array | null> => unseal('contents', id);
export const draftThumbnail = (id: string): Promise<Uint8Array | null> => unseal('contents', smallOf(id));
