import { concat, exactly, u32, utf8 } from '../bytes.js';
import {
  type AccountKey,
  type CategoryKey,
  derive,
  deriveKey,
  type DocumentKey,
  type SafeKey,
  type WrappingKey,
} from '../crypto/keys.js';
import { unwrap, unwrapKey, wrap } from '../crypto/wrap.js';
import { padLabel, unpadLabel } from './label.js';

// Ids of any other length would let two places share one context.
const id16 = (bytes: Uint8Array): Uint8Array => exactly(16, bytes);

/** Where a document version's key belongs: ids of 16 bytes, version from 1. */
export interface VersionPlace {
  readonly safe: Uint8Array;
  readonly document: Uint8Array;
  readonly version: number;
}

const epochContext = (safe: Uint8Array, epoch: number): Uint8Array =>
  concat(utf8('rk'), Uint8Array.of(0), id16(safe), u32(epoch));

const safeWrapping = (account: AccountKey, safe: Uint8Array): WrappingKey =>
  deriveKey(account, 'safe', id16(safe));

/** The safe's root key of one epoch, wrapped for its holder: `WRAP(KD(AK,"safe",safe), "rk" safe epoch, RK)`. */
export const wrapSafeKey = (account: AccountKey, safe: Uint8Array, epoch: number, key: SafeKey): Uint8Array =>
  wrap(safeWrapping(account, safe), epochContext(safe, epoch), key);

export const unwrapSafeKey = (
  account: AccountKey,
  safe: Uint8Array,
  epoch: number,
  wrapped: Uint8Array,
): SafeKey => unwrapKey(safeWrapping(account, safe), epochContext(safe, epoch), wrapped);

const prevContext = (safe: Uint8Array, epoch: number): Uint8Array =>
  concat(utf8('prev'), Uint8Array.of(0), id16(safe), u32(epoch));

const prevWrapping = (key: SafeKey): WrappingKey => deriveKey(key, 'prev');

/** Keeps history: the key of epoch e+1 opens the key of epoch `epoch` = e. */
export const wrapPreviousKey = (
  newer: SafeKey,
  safe: Uint8Array,
  epoch: number,
  older: SafeKey,
): Uint8Array => wrap(prevWrapping(newer), prevContext(safe, epoch), older);

export const unwrapPreviousKey = (
  newer: SafeKey,
  safe: Uint8Array,
  epoch: number,
  wrapped: Uint8Array,
): SafeKey => unwrapKey(prevWrapping(newer), prevContext(safe, epoch), wrapped);

/** `CK = KD(RK_e,"cat",catId|catEpoch)`: what a grant of one category carries. */
export const categoryKey = (key: SafeKey, category: Uint8Array, epoch: number): CategoryKey =>
  deriveKey(key, 'cat', id16(category), u32(epoch));

const dekContext = ({ safe, document, version }: VersionPlace): Uint8Array =>
  concat(id16(safe), id16(document), u32(version), utf8('dek'));

/** `WRAP(CK, safe|doc|ver|"dek", DEK)`. */
export const wrapDocumentKey = (category: CategoryKey, place: VersionPlace, key: DocumentKey): Uint8Array =>
  wrap(category, dekContext(place), key);

export const unwrapDocumentKey = (
  category: CategoryKey,
  place: VersionPlace,
  wrapped: Uint8Array,
): DocumentKey => unwrapKey(category, dekContext(place), wrapped);

/** `dekc = KD(DEK,"commit")`: the manifest's promise about which key opens the version. */
export const keyCommitment = (key: DocumentKey): Uint8Array => derive(key, 'commit');

const nameContext = (safe: Uint8Array, category: Uint8Array): Uint8Array =>
  concat(utf8('cat.name'), Uint8Array.of(0), id16(safe), id16(category));

/** A category's name, padded so that its length tells nothing; at most 62 bytes of UTF-8 are kept. */
export const wrapCategoryName = (
  category: CategoryKey,
  safe: Uint8Array,
  id: Uint8Array,
  name: Uint8Array,
): Uint8Array => wrap(category, nameContext(safe, id), padLabel(name));

export const unwrapCategoryName = (
  category: CategoryKey,
  safe: Uint8Array,
  id: Uint8Array,
  wrapped: Uint8Array,
): Uint8Array => unpadLabel(unwrap(category, nameContext(safe, id), wrapped));
