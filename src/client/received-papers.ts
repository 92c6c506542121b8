import { sameBytes, toBase64Url } from '../core/bytes.js';
import type { VersionWire } from '../core/api/documents.js';
import { lookAtGranted, readGranted } from '../core/api/grants.js';
import type { CategoryKey, DocumentKey, SafeKey } from '../core/crypto/keys.js';
import { random } from '../core/crypto/sodium.js';
import { damaged, SafeError } from '../core/errors.js';
import type { GrantedKey } from '../core/protocol/grant-keys.js';
import type { Manifest } from '../core/protocol/manifest.js';
import { type Reading, signReading } from '../core/protocol/reading.js';
import { categoryKey, unwrapDocumentKey } from '../core/protocol/safe-keys.js';
import { openVersion, type Paper } from './paper.js';
import { openContent, resumed } from './read.js';
import type { Received } from './received.js';
import type { AccountSession } from './session.js';
import { wireBytes, wireId } from './wire.js';

const NONCE_BYTES = 16;

/** A reading, signed anew each time: the server takes each once, and the person sees it in their history. */
const signed = (
  session: AccountSession,
  { grant }: Received,
  of: Pick<Reading, 'part' | 'doc' | 'ver'>,
): { reading: string } => ({
  reading: toBase64Url(
    signReading(
      {
        safe: grant.safe,
        grant: grant.id,
        ...of,
        by: session.uid,
        nonce: random(NONCE_BYTES),
        ts: session.device.clock.now(),
      },
      session.keys.sign.secretKey,
    ),
  ),
});

const unwrapPaperKey = (category: CategoryKey, { safe, doc, ver }: Manifest, wire: VersionWire): DocumentKey =>
  unwrapDocumentKey(category, { safe, document: doc, version: ver }, wireBytes(wire.wrappedKey));

const keyAt = (keys: readonly GrantedKey[], id: Uint8Array, n: number): Uint8Array | undefined =>
  keys.find((one) => one.n === n && sameBytes(one.id, id))?.key;

/** The key that a grant's keys give for a version; undefined where the grant reaches no further. */
const grantedKey = (
  { grant }: Received,
  keys: readonly GrantedKey[],
  manifest: Manifest,
  wire: VersionWire,
): DocumentKey | undefined => {
  if (grant.scope.kind === 'doc') return keyAt(keys, manifest.doc, manifest.ver) as DocumentKey | undefined;
  if (grant.scope.kind === 'cat') {
    const category = keyAt(keys, manifest.cat, wire.wrapEpoch);
    return category && unwrapPaperKey(category as CategoryKey, manifest, wire);
  }
  const root = keyAt(keys, grant.safe, wire.wrapEpoch);
  return root && unwrapPaperKey(categoryKey(root as SafeKey, manifest.cat, manifest.catEpoch), manifest, wire);
};

/** The grant reaches no further: a version that came after it, or a key that was never given. */
class NoKey extends Error {}

/** A paper under a grant; its category has no name there. */
export type GrantedPaper = Omit<Paper, 'category'>;

const isInScope = ({ grant }: Received, { place, manifest }: GrantedPaper): boolean => {
  const { kind, ids } = grant.scope;
  if (kind === 'safe') return true;
  const meant = kind === 'doc' ? place.document : manifest.cat;
  return ids.some((id) => sameBytes(id, meant));
};

/** Opens a version that the grant has a key for, or null. */
const openGranted = async (
  received: Received,
  keys: readonly GrantedKey[],
  wire: VersionWire,
): Promise<GrantedPaper | null> => {
  const place = { safe: received.grant.safe, document: wireId(wire.doc), version: wire.ver };
  const { uid, sign } = received.holder.identity;
  try {
    const paper = await openVersion(wire, place, { uid, sign }, (manifest) => {
      const key = grantedKey(received, keys, manifest, wire);
      if (!key) throw new NoKey();
      return key;
    });
    if (!isInScope(received, paper)) throw damaged();
    return paper;
  } catch (error) {
    if (error instanceof NoKey) return null;
    throw error;
  }
};

/**
 * The papers that a grant shows, of each the newest version that it has a key for, oldest paper first. A paper that does not
 * verify, or that the receipt does not speak of, is `damaged`. The person sees in their history that it was looked at.
 *
 * @throws SafeError `grant_ended`, `grant_expired`, `grant_not_started`, `not_found`
 */
export const lookAtPapers = async (session: AccountSession, received: Received): Promise<GrantedPaper[]> => {
  if (!received.opened) throw new SafeError(received.state === 'ended' ? 'grant_ended' : 'grant_expired');
  const body = signed(session, received, { part: 'list', doc: null, ver: null });
  const { papers } = await session.api.call(lookAtGranted, { params: { grant: received.id }, body });
  const newest = new Map<string, GrantedPaper>();
  for (const wire of papers) {
    const paper = await openGranted(received, received.opened?.keys ?? [], wire);
    if (paper && (newest.get(paper.doc)?.version ?? 0) < paper.version) newest.set(paper.doc, paper);
  }
  return [...newest.values()].sort((a, b) => a.metadata.since - b.metadata.since || (a.doc < b.doc ? -1 : 1));
};

/** The bytes of a paper that was shown: verified while they come, and nothing may be kept before the generator ended. */
export const readGrantedPaper = (
  session: AccountSession,
  received: Received,
  paper: GrantedPaper,
  onProgress?: (read: number, total: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> => {
  const of = { part: 'content' as const, doc: wireId(paper.doc), ver: paper.version };
  const source = resumed(session.device.clock, (from) =>
    session.api.stream(readGranted, { grant: received.id }, from, () => signed(session, received, of)),
  );
  return openContent(paper, source, onProgress);
};
