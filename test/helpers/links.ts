import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import type { DocumentKey } from '../../src/core/crypto/keys.js';
import {
  lockAuthKeys,
  lockKek,
  lockLocator,
  lockTag,
  newLockedSecret,
  signRelease,
  tagHash,
} from '../../src/core/crypto/locked-secret.js';
import { noPin, type StretchedPin, stretchPin } from '../../src/core/crypto/pin.js';
import { random } from '../../src/core/crypto/sodium.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { fingerprint } from '../../src/core/protocol/identity.js';
import {
  linkBlobHash,
  type LinkStatement,
  signLink,
  signLinkChange,
  signLinkEnd,
} from '../../src/core/protocol/link.js';
import {
  formatLink,
  sealOwn,
  signLook,
  wrapCard,
  wrapLinkKeys,
} from '../../src/core/protocol/link-secret.js';
import { type Answer, call, type Holder } from './holder.js';
import type { Worker } from './worker.js';

/** A paper that was sent, as a link names it. */
export interface Shown {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly key: DocumentKey;
  readonly manifest: Uint8Array;
}

export interface Prepared {
  readonly secret: Uint8Array;
  readonly loc: Uint8Array;
  readonly pin: StretchedPin;
  readonly released: Uint8Array;
  readonly safe: Uint8Array;
  readonly url: string;
  readonly statement: Omit<LinkStatement, 't'>;
  readonly wire: {
    statement: string;
    auth: string;
    tagHash: string;
    released: string;
    card: string;
    payload: string;
    own: string;
    made: string | null;
  };
}

const DAY = 86_400_000;

type Maker = Pick<Worker, 'uid' | 'keys'>;
const fpOf = ({ uid, keys }: Maker): Uint8Array =>
  fingerprint({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey });

export interface LinkOptions {
  readonly code?: string | null;
  readonly changed?: Partial<Omit<LinkStatement, 't'>>;
  /** Who makes it, under which grant; the holder by default. */
  readonly by?: { readonly maker: Maker; readonly grant: Uint8Array };
  /** Whose signature it bears instead. */
  readonly signer?: Uint8Array;
}

/** A link as an honest client writes it, but for what `changed` says. */
export const prepareLink = async (
  holder: Holder,
  papers: readonly Shown[],
  { code = null, changed = {}, by, signer }: LinkOptions = {},
): Promise<Prepared> => {
  const secret = newLockedSecret();
  const loc = lockLocator('link', secret);
  const maker = by?.maker ?? holder;
  const pin = code === null ? noPin(secret) : await stretchPin('link', secret, code);
  const released = random(32);
  const pins = { holder: { gen: 1, fp: fpOf(holder) }, maker: { gen: 1, fp: fpOf(maker) } };
  const [agency, purpose] = ['CAF', 'APL'];
  const sorted = papers.toSorted((a, b) => (toHex(a.doc) < toHex(b.doc) ? -1 : 1));
  const about = { from: 'Samia', agency, purpose, language: 'fr', count: sorted.length };
  const card = wrapCard(secret, loc, { ...about, ...pins });
  const kept = { secret, code, agency, purpose, holder: pins.holder };
  const own = sealOwn(holder.keys.enc.publicKey, 'link.own', loc, kept);
  const made = by ? sealOwn(maker.keys.enc.publicKey, 'link.made', loc, kept) : null;
  const open = {
    loc,
    safe: holder.safe,
    holder: holder.uid,
    by: maker.uid,
    parent: by?.grant ?? null,
    papers: sorted.map(({ doc, ver, manifest }) => ({ doc, ver, manifest: manifestHash(manifest) })),
    code: code !== null,
    exp: Date.now() + 7 * DAY,
    max: 3,
    card: linkBlobHash(card),
    own: linkBlobHash(own),
    made: made && linkBlobHash(made),
    ts: Date.now(),
    ...changed,
  };
  const payload = wrapLinkKeys(
    lockKek('link', secret, pin, released),
    open,
    sorted.map(({ key }) => key),
  );
  const statement = { ...open, sealed: linkBlobHash(payload), ...changed };
  return {
    secret,
    loc,
    pin,
    released,
    safe: holder.safe,
    statement,
    url: formatLink({ server: holder.url, secret }),
    wire: {
      statement: toBase64Url(signLink(statement, signer ?? maker.keys.sign.secretKey)),
      auth: toBase64Url(lockAuthKeys('link', secret).publicKey),
      tagHash: toBase64Url(tagHash(lockTag('link', secret, pin))),
      released: toBase64Url(released),
      card: toBase64Url(card),
      payload: toBase64Url(payload),
      own: toBase64Url(own),
      made: made && toBase64Url(made),
    },
  };
};

export const sendLink = (holder: Holder, { wire }: Pick<Prepared, 'wire'>): Promise<Answer> =>
  call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/links`, wire);

export const sendGranted = (
  worker: Pick<Worker, 'url' | 'token'>,
  grant: Uint8Array,
  { wire }: Pick<Prepared, 'wire'>,
): Promise<Answer> => call(worker, 'POST', `/v1/grants/${toHex(grant)}/links`, wire);

export const makeLink = async (
  holder: Holder,
  papers: readonly Shown[],
  options: LinkOptions = {},
): Promise<Prepared> => {
  const link = await prepareLink(holder, papers, options);
  const answer = await sendLink(holder, link);
  if (answer.status !== 201) throw new Error(`no link: ${JSON.stringify(answer.json)}`);
  return link;
};

type At = Pick<Prepared, 'secret' | 'loc'> & { readonly url: string };
const serverOf = ({ url }: At): { url: string } => ({ url: url.replace(/\/o\/#.*$/, '') });

export const challengeFor = async (link: At): Promise<string> =>
  (await call(serverOf(link), 'POST', '/v1/locks/challenge', { loc: toHex(link.loc) })).json.challenge;

export const look = async (link: At, changed: object = {}): Promise<Answer> => {
  const challenge = await challengeFor(link);
  const signature = signLook(lockAuthKeys('link', link.secret), link.loc, fromBase64Url(challenge));
  const body = { link: toHex(link.loc), challenge, signature: toBase64Url(signature), ...changed };
  return call(serverOf(link), 'POST', '/v1/links/look', body);
};

/** What opens a link, signed for this challenge. */
export const openBody = (link: Pick<Prepared, 'secret' | 'loc'>, pin: StretchedPin, challenge: string) => {
  const tag = lockTag('link', link.secret, pin);
  const auth = lockAuthKeys('link', link.secret);
  const signature = signRelease(auth, link.loc, fromBase64Url(challenge), tag);
  return {
    link: toHex(link.loc),
    challenge,
    tag: toBase64Url(tag),
    signature: toBase64Url(signature),
  };
};

export const sendOpen = (link: At, body: object): Promise<Answer> =>
  call(serverOf(link), 'POST', '/v1/links/open', body);

/** Opens a link; with another `pin` it is a wrong code. */
export const open = async (link: Prepared, pin: StretchedPin = link.pin): Promise<Answer> =>
  sendOpen(link, openBody(link, pin, await challengeFor(link)));

export const contentPath = ({ doc, ver }: Pick<Shown, 'doc' | 'ver'>): string =>
  `/v1/link/papers/${toHex(doc)}/versions/${ver}/content`;

export const readBy = async (
  url: string,
  token: string,
  paper: Pick<Shown, 'doc' | 'ver'>,
  headers: Record<string, string> = {},
  method = 'GET',
) => {
  const answer = await fetch(url + contentPath(paper), {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    bytes,
    json: isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : null,
  };
};

type Actor = Pick<Worker, 'url' | 'token' | 'uid' | 'keys'>;

export const endLink = (who: Actor, { loc, safe }: Pick<Prepared, 'loc' | 'safe'>): Promise<Answer> => {
  const end = signLinkEnd({ loc, safe, by: who.uid, ts: Date.now() }, who.keys.sign.secretKey);
  return call(who, 'POST', `/v1/links/${toHex(loc)}/end`, { end: toBase64Url(end) });
};

export const changeLink = (
  who: Actor,
  { loc, safe }: Pick<Prepared, 'loc' | 'safe'>,
  to: { seq: number; exp: number; max: number },
): Promise<Answer> => {
  const change = signLinkChange({ loc, safe, by: who.uid, ts: Date.now(), ...to }, who.keys.sign.secretKey);
  return call(who, 'POST', `/v1/links/${toHex(loc)}/change`, { change: toBase64Url(change) });
};
