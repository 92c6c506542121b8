import { sameBytes, toHex } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { hash } from '../crypto/keys.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import {
  count,
  flag,
  HASH,
  ID,
  list,
  literal,
  nullable,
  type Read,
  type Reader,
  shape,
  TIME,
  whole,
} from './shape.js';

const TYPE = 'link';
const DAY = 86_400_000;

export const MAX_LINK_PAPERS = 50;
export const MAX_OPENINGS = 50;
/** The longest that a link may show papers: about three months. */
export const MAX_LINK_MS = 92 * DAY;

const paperFields = { doc: ID, ver: count, manifest: HASH };
const openings = whole(1, MAX_OPENINGS);

const fields = {
  t: literal(TYPE),
  /** Locator of the link's secret: its id. */
  loc: ID,
  safe: ID,
  holder: ID,
  by: ID,
  /** The grant under which somebody else than the holder made it. */
  parent: nullable(ID),
  /** Versions, by id of the paper, with the hashes of their manifests. */
  papers: list(shape(paperFields), MAX_LINK_PAPERS),
  /** Whether a spoken code is needed too. */
  code: flag,
  exp: TIME,
  max: openings,
  /** Hashes of what lies beside it: the card, the keys, what the holder keeps of it, and what another maker does. */
  card: HASH,
  sealed: HASH,
  own: HASH,
  made: nullable(HASH),
  ts: TIME,
};
const readLink = shape(fields);

/** What somebody signs who shows papers by a link: what the server enforces and the opener verifies. */
export type LinkStatement = Read<typeof fields>;
export type LinkPaper = Read<typeof paperFields>;

const rising = (papers: readonly LinkPaper[]): boolean =>
  papers.every(({ doc }, i) => i === 0 || toHex(doc) > toHex(papers[i - 1]?.doc ?? doc));

/** What no honest client would sign: no paper, one twice, a maker who is neither holder nor under a grant. */
const isSound = ({ papers, parent, by, holder, made }: LinkStatement): boolean =>
  papers.length > 0 &&
  rising(papers) &&
  (parent === null) === sameBytes(by, holder) &&
  (parent === null) === (made === null);

const paperJson = ({ doc, ver, manifest }: LinkPaper) => ({
  doc: toHex(doc),
  ver,
  manifest: toHex(manifest),
});

const linkJson = (value: Omit<LinkStatement, 't' | 'sealed'>) => ({
  t: TYPE,
  loc: toHex(value.loc),
  safe: toHex(value.safe),
  holder: toHex(value.holder),
  by: toHex(value.by),
  parent: value.parent === null ? null : toHex(value.parent),
  papers: value.papers.map(paperJson),
  code: value.code,
  exp: value.exp,
  max: value.max,
  card: toHex(value.card),
  own: toHex(value.own),
  made: value.made === null ? null : toHex(value.made),
  ts: value.ts,
});

/** What the keys are bound to: `H("CS1/link.ctx" 00 the statement without "sealed")`. */
export const linkContext = (value: Omit<LinkStatement, 't' | 'sealed'>): Uint8Array =>
  hash('link.ctx', canonicalBytes(linkJson(value)));

/** `H("CS1/link.blob" 00 blob)`: how the statement names what lies beside it. */
export const linkBlobHash = (blob: Uint8Array): Uint8Array => hash('link.blob', blob);

/** Signs a link; the keys are wrapped first, under {@link linkContext}. `damaged` for one that nobody would take. */
export const signLink = (value: Omit<LinkStatement, 't'>, secretKey: Uint8Array): Envelope => {
  if (!isSound({ t: TYPE, ...value })) throw damaged();
  return signObject({ ...linkJson(value), sealed: toHex(value.sealed) }, secretKey);
};

/** Verifies a link under its maker's key; throws `damaged`, also if it names another maker than `by`. */
export const openLinkStatement = (
  envelope: Envelope,
  makerKey: Uint8Array,
  by?: Uint8Array,
): LinkStatement => {
  const value = readLink(openObject(TYPE, envelope, makerKey));
  if (!isSound(value) || (by && !sameBytes(value.by, by))) throw damaged();
  return value;
};

/** Reads a link without believing it: to find out whose key must have signed it. */
export const claimedLink = (envelope: Envelope): LinkStatement =>
  readLink(parseCanonical(envelopeBytes(envelope)));

/** `H("CS1/link.papers" 00 the list of papers)`: what a receipt is about. */
export const linkPapersHash = ({ papers }: Pick<LinkStatement, 'papers'>): Uint8Array =>
  hash('link.papers', canonicalBytes(papers.map(paperJson)));

const CHANGE = 'link.change';

const changeFields = {
  t: literal(CHANGE),
  loc: ID,
  safe: ID,
  /** One more than that of the change before; the statement itself counts as 0. */
  seq: count,
  exp: TIME,
  max: openings,
  by: ID,
  ts: TIME,
};

/** Another end or number of openings, signed by the holder or by who made the link. */
export type LinkChange = Read<typeof changeFields>;

const END = 'link.end';
const endFields = { t: literal(END), loc: ID, safe: ID, by: ID, ts: TIME };

/** The end of a link before its date. */
export type LinkEnd = Read<typeof endFields>;

type Place = Pick<LinkStatement, 'loc' | 'safe'>;

const openOfLink = <T extends Place & { readonly by: Uint8Array }>(
  type: string,
  read: Reader<T>,
  envelope: Envelope,
  key: Uint8Array,
  { loc, safe }: Place,
  by: Uint8Array,
): T => {
  const value = read(openObject(type, envelope, key));
  const same = sameBytes(value.loc, loc) && sameBytes(value.safe, safe) && sameBytes(value.by, by);
  if (!same) throw damaged();
  return value;
};

const ofLink = (value: Place & { readonly by: Uint8Array; readonly ts: number }) => ({
  loc: toHex(value.loc),
  safe: toHex(value.safe),
  by: toHex(value.by),
  ts: value.ts,
});

export const signLinkChange = (value: Omit<LinkChange, 't'>, secretKey: Uint8Array): Envelope =>
  signObject({ t: CHANGE, ...ofLink(value), seq: value.seq, exp: value.exp, max: value.max }, secretKey);

const readChange = shape(changeFields);

/** Verifies a change under the key of who signed it, for this very link; throws `damaged`. */
export const openLinkChange = (
  envelope: Envelope,
  key: Uint8Array,
  place: Place,
  by: Uint8Array,
): LinkChange => openOfLink(CHANGE, readChange, envelope, key, place, by);

/** Reads a change without believing it: to find out whose key must have signed it. */
export const claimedLinkChange = (envelope: Envelope): LinkChange =>
  readChange(parseCanonical(envelopeBytes(envelope)));

export const signLinkEnd = (value: Omit<LinkEnd, 't'>, secretKey: Uint8Array): Envelope =>
  signObject({ t: END, ...ofLink(value) }, secretKey);

const readEnd = shape(endFields);

/** Verifies an end under the key of who signed it, for this very link; throws `damaged`. */
export const openLinkEnd = (envelope: Envelope, key: Uint8Array, place: Place, by: Uint8Array): LinkEnd =>
  openOfLink(END, readEnd, envelope, key, place, by);
