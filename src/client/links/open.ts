import { Check } from 'typebox/value';
import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { challengeLock } from '../../core/api/accounts.js';
import type { AnswerOf } from '../../core/api/contract.js';
import { lookAtLink as look, openLink as open } from '../../core/api/linked.js';
import { type LinkState } from '../../core/api/links.js';
import { useOnce } from '../../core/crypto/keys.js';
import { lockAuthKeys, lockKek, lockLocator, lockTag, signRelease } from '../../core/crypto/locked-secret.js';
import { argon2, noPin, type StretchedPin, stretchPin } from '../../core/crypto/pin.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { linkBlobHash } from '../../core/protocol/link.js';
import { type LinkAddress, signLook, unwrapLinkKeys } from '../../core/protocol/link-secret.js';
import { type Api, makeApi } from '../api.js';
import { readPin } from '../locks.js';
import type { Device } from '../ports.js';
import { wireBytes } from '../wire.js';
import { type LinkedPaper, openHolder, openLinkedPapers, openShown, type ShownLink } from './verify.js';

/** What somebody who has a link needs of their machine: no memory, nothing is kept. */
export type Opener = Pick<Device, 'transport' | 'clock' | 'stretch'>;

/** A link as it stands, before it is opened. */
export interface LookedAt {
  readonly address: LinkAddress;
  readonly state: LinkState;
  /** Who shows what to whom, verified; null once the link was ended. */
  readonly shown: ShownLink | null;
  /** Whether a code is needed. */
  readonly code: boolean;
  /** By the server's clock, milliseconds since 1970. */
  readonly expiresAt: number;
  readonly openingsLeft: number;
  readonly triesLeft: number;
  /** The statement's bytes: what is opened later must be the same. */
  readonly envelope: string | null;
}

/** A link that was opened: for 15 minutes, or until it ends, its papers can be read. Lives in memory only. */
export interface OpenedLink extends ShownLink {
  readonly address: LinkAddress;
  /** Those that are still there; the person may have taken some away. */
  readonly papers: readonly LinkedPaper[];
  /** How many papers the link was made for and shows no more. */
  readonly missing: number;
  readonly sessionEndsAt: number;
  readonly expiresAt: number;
  readonly openingsLeft: number;
  /** When it was opened, by this machine's clock. */
  readonly openedAt: number;
  readonly clock: Device['clock'];
  /** The operations of the session. */
  readonly api: Api;
}

const challengeFor = (api: Api, loc: Uint8Array) =>
  api.call(challengeLock, { body: { loc: toHex(loc) } }, { again: true });

/**
 * Verifies what the server answered to a look, also to one that another program asked for.
 *
 * @throws SafeError `damaged` if it is no such answer, or tells of another link
 */
export const readLook = (address: LinkAddress, answer: unknown): LookedAt => {
  if (!Check(look.response, answer)) throw damaged();
  const { state, code, expiresAt, openingsLeft, triesLeft } = answer;
  const shown = answer.shown && openShown(address.secret, answer.shown);
  if ((shown === null) !== (state === 'ended')) throw damaged();
  if (shown && shown.statement.code !== code) throw damaged();
  const envelope = answer.shown?.statement ?? null;
  return { address, state, shown, code, expiresAt, openingsLeft, triesLeft, envelope };
};

/**
 * Looks at a link without opening it, which uses up nothing.
 *
 * @throws SafeError `unauthorized` if there is no such link (any more), `damaged` if the server shows another one
 */
export const lookAtLink = async (opener: Opener, address: LinkAddress): Promise<LookedAt> => {
  const api = makeApi(opener, address.server);
  const loc = lockLocator('link', address.secret);
  const { challenge } = await challengeFor(api, loc);
  const signature = signLook(lockAuthKeys('link', address.secret), loc, wireBytes(challenge));
  return readLook(
    address,
    await api.call(look, { body: { link: toHex(loc), challenge, signature: toBase64Url(signature) } }),
  );
};

const CLOSED: Readonly<Partial<Record<LinkState, ErrorCode>>> = {
  ended: 'link_ended',
  expired: 'link_expired',
  used_up: 'link_used_up',
  frozen: 'link_frozen',
};

const release = async (
  opener: Opener,
  { address }: LookedAt,
  pin: StretchedPin,
): Promise<AnswerOf<typeof open>> => {
  const api = makeApi(opener, address.server);
  const { secret } = address;
  const loc = lockLocator('link', secret);
  const { challenge } = await challengeFor(api, loc);
  const tag = lockTag('link', secret, pin);
  const signature = signRelease(lockAuthKeys('link', secret), loc, wireBytes(challenge), tag);
  return api.call(open, {
    body: { link: toHex(loc), challenge, tag: toBase64Url(tag), signature: toBase64Url(signature) },
  });
};

const pinFor = (opener: Opener, { address, code }: LookedAt, typed: string | null): Promise<StretchedPin> => {
  if (!code) return Promise.resolve(noPin(address.secret));
  return stretchPin('link', address.secret, readPin(typed ?? ''), opener.stretch ?? argon2);
};

/** Opens what was released; whatever is not what was looked at, or not what was signed, is `damaged`. */
const openReleased = async (
  looked: LookedAt,
  pin: StretchedPin,
  answer: AnswerOf<typeof open>,
): Promise<ShownLink & { papers: LinkedPaper[] }> => {
  const { secret } = looked.address;
  if (answer.statement !== looked.envelope) throw damaged();
  const shown = openShown(secret, answer);
  const { statement } = shown;
  const payload = wireBytes(answer.payload);
  if (!sameBytes(linkBlobHash(payload), statement.sealed)) throw damaged();
  const keys = useOnce(lockKek('link', secret, pin, wireBytes(answer.released)), (kek) =>
    unwrapLinkKeys(kek, statement, payload),
  );
  const holder = openHolder(shown, answer.holder);
  return { ...shown, papers: await openLinkedPapers(statement, keys, answer.papers, holder) };
};

/**
 * Opens a link, which uses up one of its openings. Never sent twice. A refusal `wrong_code` tells `triesLeft`.
 *
 * @param code as typed, in any script; ignored where none is needed
 * @throws SafeError `bad_code_format` before anything is sent; `wrong_code`, `link_frozen`, `link_used_up`, `link_expired`,
 * `link_ended`; `damaged` if what came is not what was signed: then nothing of it is shown
 */
export const openLink = async (
  opener: Opener,
  looked: LookedAt,
  code: string | null,
): Promise<OpenedLink> => {
  const closed = CLOSED[looked.state];
  if (closed) throw new SafeError(closed);
  const pin = await pinFor(opener, looked, code);
  const answer = await release(opener, looked, pin);
  const { papers, statement, card } = await openReleased(looked, pin, answer);
  const token = { text: answer.token };
  // A session that is over is not renewed: that would be another opening.
  const tokens = { current: () => token, renew: () => Promise.resolve() };
  return {
    address: looked.address,
    statement,
    card,
    papers,
    missing: statement.papers.length - papers.length,
    sessionEndsAt: answer.sessionEndsAt,
    expiresAt: answer.expiresAt,
    openingsLeft: answer.openingsLeft,
    openedAt: opener.clock.now(),
    clock: opener.clock,
    api: makeApi(opener, looked.address.server, tokens),
  };
};
