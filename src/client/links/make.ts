import { toBase64Url, toHex } from '../../core/bytes.js';
import { makeGrantedLink as makeGranted, makeLink as make, type NewLink } from '../../core/api/links.js';
import { useOnce } from '../../core/crypto/keys.js';
import {
  lockAuthKeys,
  lockKek,
  lockLocator,
  lockTag,
  newLockedSecret,
  RELEASE_BYTES,
  tagHash,
} from '../../core/crypto/locked-secret.js';
import { argon2, checkNewPin, noPin, type StretchedPin, stretchPin } from '../../core/crypto/pin.js';
import { random } from '../../core/crypto/sodium.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { fingerprint, type Identity } from '../../core/protocol/identity.js';
import {
  linkBlobHash,
  type LinkStatement,
  MAX_LINK_MS,
  MAX_LINK_PAPERS,
  MAX_OPENINGS,
  signLink,
} from '../../core/protocol/link.js';
import {
  formatLink,
  sealOwn,
  unwrapLinkKeys,
  wrapCard,
  wrapLinkKeys,
} from '../../core/protocol/link-secret.js';
import type { Caller } from '../consent/chains.js';
import type { Received } from '../consent/received.js';
import type { Paper } from '../paper.js';
import { listPapers } from '../papers.js';
import type { Session } from '../session.js';

const DAY = 86_400_000;
const DEFAULT_MS = 7 * DAY;
const DEFAULT_OPENINGS = 3;

/** What somebody asks for who shows papers by a link. */
export interface LinkOrder {
  /** Milliseconds since 1970; seven days from now unless said, 92 at most. */
  readonly until?: number | undefined;
  /** Three unless said, 50 at most. */
  readonly openings?: number | undefined;
  /** Whether a code has to be said to who opens it; yes unless said. */
  readonly code?: boolean | undefined;
  /** How the person wants to be named; at most 60 signs, may be empty. */
  readonly from?: string | undefined;
  /** For whom it is; at most 80 signs, may be empty. */
  readonly agency?: string | undefined;
  /** At most 300 signs, may be empty. */
  readonly purpose?: string | undefined;
  /** Language to show it in, such as `fr`. */
  readonly language: string;
}

/** A link as it is handed on: the address by one way, the code by another. */
export interface MadeLink {
  /** Locator in hexadecimal. */
  readonly id: string;
  readonly url: string;
  readonly code: string | null;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly openings: number;
  /** Titles of the papers. */
  readonly papers: readonly string[];
}

/** Six digits that nobody tries first. */
const newCode = (): string => {
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random(4);
    const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    // What is beyond the last whole million would make some codes likelier than others.
    if (number >= 4_294_000_000) continue;
    const code = String(number % 1_000_000).padStart(6, '0');
    try {
      return checkNewPin(code);
    } catch (error) {
      if (!isSafeError(error, 'weak_code')) throw error;
    }
  }
};

const checkOrder = (order: LinkOrder, now: number): { exp: number; max: number } => {
  const { from = '', agency = '', purpose = '', language } = order;
  const exp = order.until ?? now + DEFAULT_MS;
  const max = order.openings ?? DEFAULT_OPENINGS;
  const tooLong = from.length > 60 || agency.length > 80 || purpose.length > 300 || language.length > 12;
  const dates = !Number.isSafeInteger(exp) || exp <= now || exp > now + MAX_LINK_MS;
  if (tooLong || dates || !Number.isInteger(max) || max < 1 || max > MAX_OPENINGS) {
    throw new SafeError('invalid_request');
  }
  return { exp, max };
};

/** Whose papers they are, and under which grant somebody else makes the link. */
interface On {
  readonly safe: Uint8Array;
  readonly holder: Identity;
  readonly parent: Uint8Array | null;
}

const pinOf = (identity: Identity) => ({ gen: identity.gen, fp: fingerprint(identity) });

interface Secrets {
  readonly secret: Uint8Array;
  readonly code: string | null;
  /** Derives the stretched code; called twice, on purpose. */
  readonly pin: () => Promise<StretchedPin>;
}

const makeSecrets = (caller: Caller, order: LinkOrder): Secrets => {
  const secret = newLockedSecret();
  if (order.code === false) return { secret, code: null, pin: () => Promise.resolve(noPin(secret)) };
  const code = newCode();
  return { secret, code, pin: () => stretchPin('link', secret, code, caller.device.stretch ?? argon2) };
};

/** What lies beside the statement, and what the statement says, without the keys. */
const describeLink = (
  caller: Caller,
  on: On,
  papers: readonly Paper[],
  order: LinkOrder,
  { secret, code }: Secrets,
) => {
  const now = caller.device.clock.now();
  const { exp, max } = checkOrder(order, now);
  const loc = lockLocator('link', secret);
  const { from = '', agency = '', purpose = '', language } = order;
  const card = wrapCard(secret, loc, {
    from,
    agency,
    purpose,
    language,
    count: papers.length,
    holder: pinOf(on.holder),
    maker: pinOf(caller.identity),
  });
  const kept = { secret, code, agency, purpose, holder: pinOf(on.holder) };
  const own = sealOwn(on.holder.enc, 'link.own', loc, kept);
  const made = on.parent && sealOwn(caller.identity.enc, 'link.made', loc, kept);
  const statement = {
    loc,
    safe: on.safe,
    holder: on.holder.uid,
    by: caller.uid,
    parent: on.parent,
    papers: papers.map(({ place, version, hash }) => ({ doc: place.document, ver: version, manifest: hash })),
    code: code !== null,
    exp,
    max,
    card: linkBlobHash(card),
    own: linkBlobHash(own),
    made: made && linkBlobHash(made),
    ts: now,
  };
  return { statement, card, own, made };
};

/** The keys wrapped, and unwrapped with the code derived once more: a link that would not open is never sent. */
const wrapKeys = async (
  { secret, pin }: Secrets,
  statement: Omit<LinkStatement, 't' | 'sealed'>,
  papers: readonly Paper[],
) => {
  const released = random(RELEASE_BYTES);
  const first = await pin();
  const kek = (stretched: StretchedPin) => lockKek('link', secret, stretched, released);
  const payload = useOnce(kek(first), (key) =>
    wrapLinkKeys(
      key,
      statement,
      papers.map(({ key: dek }) => dek),
    ),
  );
  const sealed = linkBlobHash(payload);
  const second = await pin();
  useOnce(kek(second), (key) => unwrapLinkKeys(key, { t: 'link', ...statement, sealed }, payload));
  return { payload, sealed, released, tagHash: tagHash(lockTag('link', secret, second)) };
};

const prepare = async (
  caller: Caller,
  server: string,
  on: On,
  papers: readonly Paper[],
  order: LinkOrder,
): Promise<{ wire: NewLink; made: MadeLink }> => {
  const secrets = makeSecrets(caller, order);
  const { statement, card, own, made } = describeLink(caller, on, papers, order, secrets);
  const { payload, sealed, ...lock } = await wrapKeys(secrets, statement, papers);
  const envelope = signLink({ ...statement, sealed }, caller.keys.sign.secretKey);
  const { secret, code } = secrets;
  return {
    wire: {
      statement: toBase64Url(envelope),
      auth: toBase64Url(lockAuthKeys('link', secret).publicKey),
      tagHash: toBase64Url(lock.tagHash),
      released: toBase64Url(lock.released),
      card: toBase64Url(card),
      payload: toBase64Url(payload),
      own: toBase64Url(own),
      made: made && toBase64Url(made),
    },
    made: {
      id: toHex(statement.loc),
      url: formatLink({ server, secret }),
      code,
      until: statement.exp,
      openings: statement.max,
      papers: papers.map(({ metadata }) => metadata.title),
    },
  };
};

/** Those papers, each once, in the order of the statement. */
const chosen = (papers: readonly Paper[], wanted: readonly string[]): Paper[] => {
  const ids = [...new Set(wanted)].sort();
  if (ids.length === 0 || ids.length > MAX_LINK_PAPERS) throw new SafeError('invalid_request');
  return ids.map((doc) => {
    const found = papers.find((one) => one.doc === doc);
    if (!found) throw new SafeError('not_found');
    return found;
  });
};

/**
 * Makes a link to papers of one's own safe, as they are now. The address and the code are told here and can be told again
 * from the list of links, on any device of the holder's.
 *
 * @param wanted ids of papers, at most 50
 * @throws SafeError `not_found`, `invalid_request` for dates, numbers or words that no link may have, `links_full` if there
 * are too many already
 */
export const makeLink = async (
  session: Session,
  wanted: readonly string[],
  order: LinkOrder,
): Promise<MadeLink> => {
  const papers = chosen((await listPapers(session)).papers, wanted);
  const on = { safe: session.safe, holder: session.identity, parent: null };
  const { wire, made } = await prepare(session, session.server, on, papers, order);
  await session.api.call(make, { params: { safe: toHex(session.safe) }, body: wire }, { again: true });
  return made;
};

/**
 * Makes a link on behalf of a person, under a grant of theirs that lets one read and manage. The person sees it in their
 * list and can end it.
 *
 * @param papers as `lookAt` found them
 */
export const makeGrantedLink = async (
  caller: Caller & { readonly server: string },
  { grant, holder, id }: Received,
  papers: readonly Paper[],
  order: LinkOrder,
): Promise<MadeLink> => {
  const on = { safe: grant.safe, holder: holder.identity, parent: grant.id };
  const sorted = chosen(
    papers,
    papers.map(({ doc }) => doc),
  );
  const until = Math.min(order.until ?? caller.device.clock.now() + DEFAULT_MS, grant.exp);
  const { wire, made } = await prepare(caller, caller.server, on, sorted, { ...order, until });
  await caller.api.call(makeGranted, { params: { grant: id }, body: wire }, { again: true });
  return made;
};
