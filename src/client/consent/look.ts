import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import type { AnswerOf } from '../../core/api/contract.js';
import type { VersionWire } from '../../core/api/documents.js';
import { lookAtGranted, readGranted as readGrantedContract } from '../../core/api/grants.js';
import type { CategoryKey, DocumentKey, SafeKey } from '../../core/crypto/keys.js';
import { random } from '../../core/crypto/sodium.js';
import { damaged, SafeError } from '../../core/errors.js';
import { kindOf } from '../../core/kinds.js';
import { type Manifest, openManifest } from '../../core/protocol/manifest.js';
import { type Reading, signReading } from '../../core/protocol/reading.js';
import { categoryKey, unwrapDocumentKey } from '../../core/protocol/safe-keys.js';
import { openVersion, type Paper } from '../paper.js';
import { openContent, openThumbnail, resumed } from '../read.js';
import { retrying } from '../retry.js';
import { wireBytes, wireId } from '../wire.js';
import type { Caller } from './chains.js';
import type { Received } from './received.js';

/** A paper as somebody sees it to whom it was shown. */
export type GrantedPaper = Paper;

/** More versions than any safe has: a server could make up ids for ever. */
const MOST = 1_000_000;

type Open = Received & { readonly opened: NonNullable<Received['opened']> };

const mustBeOpen = (shown: Received): Open => {
  const { opened, state } = shown;
  if (opened) return { ...shown, opened };
  throw new SafeError(state === 'expired' ? 'grant_expired' : 'grant_ended');
};

type Asked = Pick<Reading, 'part' | 'doc' | 'ver'>;

/** Signed anew for each request: the person sees each in their history, and nobody can repeat it. */
const readingOf = (caller: Caller, { grant }: Received, asked: Asked) => ({
  reading: toBase64Url(
    signReading(
      {
        ...asked,
        safe: grant.safe,
        grant: grant.id,
        by: caller.uid,
        nonce: random(16),
        ts: caller.device.clock.now(),
      },
      caller.keys.sign.secretKey,
    ),
  ),
});

const keyAt = ({ opened }: Open, id: Uint8Array, n: number): Uint8Array | undefined =>
  opened.keys.keys.find((one) => one.n === n && sameBytes(one.id, id))?.key;

/** The key of a version, by what the grant has: the paper's own, its category's, or the safe's. */
const documentKey = (shown: Open, manifest: Manifest, wire: VersionWire): DocumentKey | undefined => {
  const { scope, safe } = shown.grant;
  if (scope.kind === 'doc') return keyAt(shown, manifest.doc, manifest.ver) as DocumentKey | undefined;
  const id = scope.kind === 'cat' ? manifest.cat : safe;
  const key = keyAt(shown, id, wire.wrapEpoch);
  if (!key) return undefined;
  const category =
    scope.kind === 'cat'
      ? (key as CategoryKey)
      : categoryKey(key as SafeKey, manifest.cat, manifest.catEpoch);
  const place = { safe, document: manifest.doc, version: manifest.ver };
  return unwrapDocumentKey(category, place, wireBytes(wire.wrappedKey));
};

/** What was passed on of a category shows what lies in it, and nothing that was moved out. */
const isPassedOn = ({ passed }: Received, { cat }: Manifest): boolean =>
  passed?.parent.scope.kind !== 'cat' || passed.parent.scope.ids.some((one) => sameBytes(one, cat));

const openGranted = async (shown: Open, wire: VersionWire): Promise<GrantedPaper | undefined> => {
  const { grant, holder } = shown;
  const place = { safe: grant.safe, document: wireId(wire.doc), version: wire.ver };
  const author = { uid: holder.identity.uid, sign: holder.identity.sign };
  const manifest = openManifest(wireBytes(wire.manifest), author.sign, place, author.uid);
  const key = isPassedOn(shown, manifest) ? documentKey(shown, manifest, wire) : undefined;
  if (!key) return undefined;
  const opened = await openVersion(wire, place, author, () => key);
  return { ...opened, category: kindOf(opened.metadata.kind)?.category ?? '' };
};

/** What is not in the receipt is not looked at, whoever slipped it in. */
const checkShown = ({ grant: { scope } }: Received, wires: readonly VersionWire[]): void => {
  const ids = new Set(scope.ids.map(toHex));
  const foreign = scope.kind === 'doc' && wires.some(({ doc }) => !ids.has(doc));
  const rising = wires.every((one, i) => {
    const before = wires[i - 1];
    return !before || before.doc < one.doc || (before.doc === one.doc && before.ver < one.ver);
  });
  if (foreign || !rising || wires.some(({ binnedAt }) => binnedAt !== null)) throw damaged();
};

/** Of each paper the newest version that the grant's keys open. */
const newestOf = (papers: readonly GrantedPaper[]): GrantedPaper[] => [
  ...new Map(papers.map((one) => [one.doc, one])).values(),
];

/** All pages, each asked for by a reading of its own. Ids only ever go up, so that no server keeps a reader turning pages for ever. */
const readPages = async (caller: Caller, shown: Received): Promise<VersionWire[]> => {
  const wires: VersionWire[] = [];
  for (let after: string | null = null; ; ) {
    const from: { after?: string } = after === null ? {} : { after };
    const page: AnswerOf<typeof lookAtGranted> = await retrying(caller.device.clock, () =>
      caller.api.call(lookAtGranted, {
        params: { grant: shown.id },
        body: { ...readingOf(caller, shown, { part: 'list', doc: null, ver: null }), ...from },
      }),
    );
    wires.push(...page.papers);
    if (page.next === null) return wires;
    if (page.next <= (after ?? '') || page.papers.length === 0 || wires.length > MOST) throw damaged();
    after = page.next;
  }
};

/**
 * The papers that a grant shows, verified: written by the holder, opened by the grant's keys. The person sees in their
 * history that somebody looked.
 *
 * @throws SafeError `grant_ended`, `grant_expired`, `grant_not_started`, `not_granted`, `not_found`, `damaged`
 */
export const lookAt = async (caller: Caller, shown: Received): Promise<GrantedPaper[]> => {
  const open = mustBeOpen(shown);
  const wires = await readPages(caller, shown);
  checkShown(shown, wires);
  const papers: GrantedPaper[] = [];
  for (const wire of wires) {
    const paper = await openGranted(open, wire);
    if (paper) papers.push(paper);
  }
  return newestOf(papers);
};

const stored = (caller: Caller, shown: Received, paper: GrantedPaper, part: 'content' | 'thumbnail') =>
  resumed(caller.device.clock, (from) =>
    caller.api.stream(readGrantedContract, { grant: shown.id }, from, () =>
      readingOf(caller, shown, { part, doc: paper.place.document, ver: paper.version }),
    ),
  );

/**
 * The bytes of a paper that was shown. **Nothing may be kept before the generator ended.** Where the connection breaks it
 * goes on by another signed reading.
 */
export const readGranted = (
  caller: Caller,
  shown: Received,
  paper: GrantedPaper,
  onProgress?: (read: number, total: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> =>
  openContent(paper, stored(caller, shown, paper, 'content'), onProgress);

/** The small picture of a paper that was shown, or null if it has none. */
export const previewGranted = (
  caller: Caller,
  shown: Received,
  paper: GrantedPaper,
): Promise<Uint8Array | null> => openThumbnail(paper, () => stored(caller, shown, paper, 'thumbnail'));
