import { concat, toBase64Url, toHex } from '../../core/bytes.js';
import type { Contract } from '../../core/api/contract.js';
import { readDeposit, readDepositThumbnail } from '../../core/api/deposits.js';
import { encryptContainer } from '../../core/crypto/container/encrypt.js';
import { SafeError } from '../../core/errors.js';
import { kindOf } from '../../core/kinds.js';
import { manifestHash } from '../../core/protocol/manifest.js';
import { encodeMetadata } from '../../core/protocol/metadata.js';
import { categoryFor } from '../categories.js';
import { commit, type Staged } from '../commit.js';
import { signVersion, wrappedKeyOf } from '../draft.js';
import { safeFileName } from '../intake/names.js';
import { EXTENSIONS, type MediaType, sniff } from '../intake/sniff.js';
import { currentState } from '../papers.js';
import { openContent, openThumbnail, resumed } from '../read.js';
import type { Session } from '../session.js';
import type { Waiting } from './waiting.js';

const stored = (
  session: Session,
  contract: typeof readDeposit | typeof readDepositThumbnail,
  { doc }: Waiting,
) =>
  resumed(session.device.clock, (from) =>
    session.api.stream<Contract & typeof contract>(
      contract,
      { safe: toHex(session.safe), document: doc },
      from,
    ),
  );

const readable = ({ located, metadata, key }: Waiting) => ({ manifest: located, metadata, key });

/** The bytes of a paper that waits, to be looked at. **Nothing may be kept before the generator ended.** */
export const readWaiting = (
  session: Session,
  waiting: Waiting,
  onProgress?: (read: number, total: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> =>
  openContent(readable(waiting), stored(session, readDeposit, waiting), onProgress);

/** Its small picture, or null if it has none. */
export const previewWaiting = (session: Session, waiting: Waiting): Promise<Uint8Array | null> =>
  openThumbnail(readable(waiting), () => stored(session, readDepositThumbnail, waiting));

/**
 * Reads what is stored to its end: it is what was signed, whole, and of the kind that it says. No byte of it is sent again,
 * nor held longer than a moment.
 */
const verify = async (
  session: Session,
  waiting: Waiting,
  onProgress?: (read: number, total: number) => void,
): Promise<void> => {
  let head: Uint8Array | undefined;
  for await (const piece of readWaiting(session, waiting, onProgress)) head ??= piece.slice(0, 4096);
  if (!head || sniff(head) !== waiting.metadata.mediaType) throw new SafeError('unsupported_type');
  await previewWaiting(session, waiting);
};

/** A name that whoever had a link gave to a file: its ending says what its bytes are, and nothing that a disk would run. */
const harmlessName = ({ from, metadata: { fileName, mediaType } }: Waiting): string => {
  if (from.link === null) return fileName;
  const [ending] = Object.hasOwn(EXTENSIONS, mediaType) ? EXTENSIONS[mediaType as MediaType] : ['bin'];
  return safeFileName(fileName, ending);
};

/** The holder's own record of it: what was said of it, and when they took it in by their own clock. */
const ownMetadata = async (session: Session, waiting: Waiting) => {
  const { located, key, metadata } = waiting;
  const now = session.device.clock.now();
  const fileName = harmlessName(waiting);
  const bytes = encodeMetadata({ ...metadata, fileName, added: now, since: now });
  const place = { safe: located.safe, document: located.doc, version: 1, kind: 'metadata' as const };
  const container = encryptContainer(key, place, bytes.length, [bytes]);
  const pieces: Uint8Array[] = [];
  for await (const piece of container.bytes) pieces.push(piece);
  return { bytes: concat(...pieces), root: container.root() };
};

const toKeep = async (session: Session, waiting: Waiting): Promise<Staged> => {
  const { located, key, metadata } = waiting;
  const category = await categoryFor(session, kindOf(metadata.kind)?.category ?? 'personal');
  const { safe } = await currentState(session);
  const own = await ownMetadata(session, waiting);
  const to = { safe, doc: located.doc, ver: 1, prev: null, category };
  const manifest = signVersion(session, to, key, { ...located.roots, metadata: own.root });
  return {
    doc: located.doc,
    ver: 1,
    manifest: manifestHash(manifest),
    key,
    category: category.id,
    epoch: safe.keys.length,
    waited: {
      doc: waiting.doc,
      manifest: toBase64Url(manifest),
      wrappedKey: toBase64Url(wrappedKeyOf(session, to, key)),
      metadata: toBase64Url(own.bytes),
    },
  };
};

/**
 * Keeps papers that were left, at most 200: reads them to their end, then signs them as papers of the holder's own with one
 * head. All of them are kept, or none.
 *
 * @param options.unverified also workers' whose relay nothing speaks for: the person was told so, and compared the words
 * @throws SafeError `not_certified` for such a sender otherwise, `unsupported_type` for a paper that is not what it says,
 * `damaged`, `not_found` if it does not wait any more
 */
export const keepDeposits = async (
  session: Session,
  chosen: readonly Waiting[],
  options: {
    readonly unverified?: boolean;
    readonly onProgress?: (waiting: Waiting, read: number, total: number) => void;
  } = {},
): Promise<void> => {
  if (options.unverified !== true && chosen.some(({ from }) => from.link === null && !from.verified)) {
    throw new SafeError('not_certified');
  }
  const keep: Staged[] = [];
  for (const one of chosen) {
    await verify(session, one, (read, total) => options.onProgress?.(one, read, total));
    keep.push(await toKeep(session, one));
  }
  await commit(session, { keep });
};
