import { sameBytes, toHex } from '../../core/bytes.js';
import type { IdentityLinkWire } from '../../core/api/accounts.js';
import type { LinkedPaperWire } from '../../core/api/linked.js';
import type { DocumentKey } from '../../core/crypto/keys.js';
import { lockLocator } from '../../core/crypto/locked-secret.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { fingerprint, type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import {
  claimedLink,
  linkBlobHash,
  type LinkPaper,
  type LinkStatement,
  openLinkStatement,
} from '../../core/protocol/link.js';
import { type LinkCard, unwrapCard } from '../../core/protocol/link-secret.js';
import { checkDocumentKey, openManifest, openNamedManifest } from '../../core/protocol/manifest.js';
import { checkSizes, readMetadata } from '../paper.js';
import type { Readable } from '../read.js';
import { readLinks } from '../locks.js';
import { wireBytes } from '../wire.js';

/** A paper as a link shows it, verified; what the person noted on it is theirs and left out. */
export interface LinkedPaper extends Readable {
  /** Id in hexadecimal. */
  readonly doc: string;
  readonly version: number;
}

/** What a link says of itself, as its maker signed it. */
export interface ShownLink {
  readonly statement: LinkStatement;
  readonly card: LinkCard;
}

interface ShownWire {
  readonly statement: string;
  readonly card: string;
  readonly maker: readonly IdentityLinkWire[];
}

/** Every generation of a chain up to the one that the card names; `damaged` if that is not the one it names. */
const identitiesAt = (
  uid: Uint8Array,
  { gen, fp }: LinkCard['maker'],
  wire: readonly IdentityLinkWire[],
): readonly [Identity, ...Identity[]] => {
  const chain = readLinks(wire).slice(0, gen);
  const [newest, ...older] = chain.map((_, i) => openIdentityChain(uid, chain.slice(0, i + 1))).toReversed();
  if (newest?.gen !== gen || !sameBytes(fingerprint(newest), fp)) throw damaged();
  return [newest, ...older];
};

const samePin = (a: LinkCard['maker'], b: LinkCard['maker']): boolean =>
  a.gen === b.gen && sameBytes(a.fp, b.fp);

/**
 * Believes nothing but the link's secret: it opens the card, the card names the keys of who made the link, and those signed
 * the statement, which names the card. Anything else is `damaged`.
 */
export const openShown = (secret: Uint8Array, wire: ShownWire): ShownLink => {
  const loc = lockLocator('link', secret);
  const envelope = wireBytes(wire.statement);
  const wrapped = wireBytes(wire.card);
  const card = unwrapCard(secret, loc, wrapped);
  const { by } = claimedLink(envelope);
  const [maker] = identitiesAt(by, card.maker, wire.maker);
  const statement = openLinkStatement(envelope, maker.sign, maker.uid);
  const same =
    sameBytes(statement.loc, loc) &&
    sameBytes(statement.card, linkBlobHash(wrapped)) &&
    card.count === statement.papers.length &&
    (statement.parent !== null || samePin(card.holder, card.maker));
  if (!same) throw damaged();
  return { statement, card };
};

/** The identities that the holder had when the link was made, newest first. */
export const openHolder = (
  { statement, card }: ShownLink,
  wire: readonly IdentityLinkWire[],
): readonly Identity[] => {
  const identities = identitiesAt(statement.holder, card.holder, wire);
  if (identities[0].role !== 'holder') throw damaged();
  return identities;
};

/** What the holder is said to have written, they signed, under one of the keys that they had. */
const isSignedByOne = (envelope: Uint8Array, holder: readonly Identity[], place: Place): boolean =>
  holder.some(({ uid, sign }) => {
    try {
      return openManifest(envelope, sign, place, uid) !== undefined;
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
      return false;
    }
  });

type Place = Parameters<typeof openNamedManifest>[2];

/**
 * Verifies one paper: the very manifest that the link's maker named, signed by the holder, who signs every version that is kept,
 * its key the one that was promised, its metadata what was signed. Anything else is `damaged`.
 */
const openLinked = async (
  safe: Uint8Array,
  named: LinkPaper,
  key: DocumentKey,
  wire: LinkedPaperWire,
  holder: readonly Identity[],
): Promise<LinkedPaper> => {
  const place = { safe, document: named.doc, version: named.ver };
  const envelope = wireBytes(wire.manifest);
  const manifest = openNamedManifest(envelope, named.manifest, place);
  const byHolder = holder.some(({ uid }) => sameBytes(uid, manifest.by));
  if (!byHolder || !isSignedByOne(envelope, holder, place)) throw damaged();
  checkDocumentKey(manifest, key);
  const metadata = await readMetadata(manifest, key, wireBytes(wire.metadata));
  checkSizes(manifest, metadata, wire);
  return { doc: wire.doc, version: wire.ver, manifest, key, metadata: { ...metadata, note: null } };
};

/** The papers of a link that are still there, in the order of the statement; what is not in it is `damaged`. */
export const openLinkedPapers = async (
  { papers: named, safe }: LinkStatement,
  keys: readonly DocumentKey[],
  wires: readonly LinkedPaperWire[],
  holder: readonly Identity[],
): Promise<LinkedPaper[]> => {
  const byDoc = new Map(wires.map((wire) => [wire.doc, wire]));
  const papers: LinkedPaper[] = [];
  for (const [i, paper] of named.entries()) {
    const wire = byDoc.get(toHex(paper.doc));
    const key = keys[i];
    if (!wire || !key) continue;
    if (wire.ver !== paper.ver) throw damaged();
    papers.push(await openLinked(safe, paper, key, wire, holder));
  }
  if (papers.length !== wires.length) throw damaged();
  return papers;
};
