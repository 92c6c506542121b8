import { toHex } from '../../core/bytes.js';
import { random } from '../../core/crypto/sodium.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { kindOf } from '../../core/kinds.js';
import {
  type EXPLAINED,
  type Grant,
  type GrantPrivate,
  MAX_GRANT_MS,
  type Permission,
} from '../../core/protocol/grant.js';
import { commit } from '../commit.js';
import type { Paper } from '../paper.js';
import { currentState, listPapers } from '../papers.js';
import type { Session } from '../session.js';
import type { Category, SafeState } from '../state.js';
import { makeGiving, type Order } from './giving.js';
import type { Recipient } from './recipient.js';
import { scopeKeys } from './scope-keys.js';
import { type Share, shareOf } from './shares.js';

const DAY = 86_400_000;
const DEFAULT_MS = 31 * DAY;
/** So much may the clocks of a device and the server differ: what is shown from now on can be read at once. */
const CLOCKS_MS = 120_000;
const MOST_IDS = 200;
const ATTEMPTS = 3;
const HEALTH = 'health';

/** Papers by id, categories by name, or everything. */
export type What =
  | { readonly papers: readonly string[] }
  | { readonly categories: readonly string[] }
  | { readonly all: true };

export interface ShowOptions {
  readonly what: What;
  readonly recipient: Recipient;
  /** Why, in the person's words; at most 300 signs. */
  readonly purpose: string;
  /** Milliseconds since 1970; now unless said. */
  readonly from?: number | undefined;
  /** 31 days unless said; at most a year. */
  readonly until?: number | undefined;
  /** `read` unless said. */
  readonly perm?: readonly Permission[] | undefined;
  /** Language of `shown`, such as `fr`. */
  readonly language: string;
  /** The very words that the person was shown. */
  readonly shown: string;
  readonly explained: (typeof EXPLAINED)[number];
  readonly witness?: string | null | undefined;
  /** The words name health papers, and the person agreed to that. */
  readonly healthNamed?: boolean | undefined;
}

interface Scoped {
  readonly scope: Grant['scope'];
  readonly labels: GrantPrivate['labels'];
  readonly keys: Order['keys'];
}

const byHex = <T>(id: (one: T) => string, all: readonly T[]): T[] =>
  [...all].sort((a, b) => (id(a) < id(b) ? -1 : 1));

/** Whoever is shown papers one by one has each one's key: that of the version that was there. */
const ofPapers = (papers: readonly Paper[], wanted: readonly string[]): Scoped => {
  const chosen = byHex((id) => id, [...new Set(wanted)]).map((doc) => {
    const found = papers.find((one) => one.doc === doc);
    if (!found) throw new SafeError('not_found');
    return found;
  });
  return {
    scope: { kind: 'doc', ids: chosen.map(({ place }) => place.document) },
    labels: chosen.map(({ place, metadata: { kind, title } }) => ({
      id: place.document,
      kind: kind.slice(0, 40),
      title,
    })),
    keys: (state) =>
      chosen.map(({ doc, place, version, key }) => {
        const now = state.documents.get(doc);
        if (now?.ver !== version || now.binned) throw new SafeError('head_conflict');
        return { id: place.document, n: version, key };
      }),
  };
};

const isHealth = ({ metadata, category }: Paper): boolean =>
  category === HEALTH || kindOf(metadata.kind)?.category === HEALTH;

/**
 * The health papers that a category shows, or everything (`null`); null where none is shown. What comes into a category later
 * is shown too: the health shelf, and everything, count also while there are none.
 */
export const healthWithin = (papers: readonly Paper[], slug: string | null): readonly Paper[] | null => {
  const found = papers.filter((one) => isHealth(one) && (slug === null || one.category === slug));
  return found.length === 0 && slug !== null && slug !== HEALTH ? null : found;
};

const checkHealth = (papers: readonly Paper[], slugs: readonly string[] | null): void => {
  const found = (slugs ?? [null]).flatMap((slug) => healthWithin(papers, slug) ?? []);
  const shown = (slugs ?? [null]).some((slug) => healthWithin(papers, slug) !== null);
  if (shown) throw new SafeError('health_not_named', { details: { papers: found.length } });
};

const ofCategories = (session: Session, all: readonly Category[], wanted: readonly string[]): Scoped => {
  for (const slug of wanted) if (!all.some((one) => one.slug === slug)) throw new SafeError('not_found');
  const chosen = byHex(
    ({ id }) => toHex(id),
    all.filter(({ slug }) => wanted.includes(slug)),
  );
  const scope = { kind: 'cat' as const, ids: chosen.map(({ id }) => id) };
  return {
    scope,
    labels: chosen.map(({ id, slug }) => ({ id, kind: 'category', title: slug })),
    keys: (_, root) => scopeKeys({ safe: session.safe, scope }, [root]),
  };
};

const ofEverything = (session: Session): Scoped => {
  const scope = { kind: 'safe' as const, ids: [] };
  return { scope, labels: [], keys: (_, root) => scopeKeys({ safe: session.safe, scope }, [root]) };
};

const scopeOf = async (session: Session, { what, healthNamed = false }: ShowOptions): Promise<Scoped> => {
  const { papers, safe } = await listPapers(session);
  if ('papers' in what) return ofPapers(papers, what.papers);
  if (!healthNamed) checkHealth(papers, 'categories' in what ? what.categories : null);
  return 'categories' in what
    ? ofCategories(session, safe.categories, what.categories)
    : ofEverything(session);
};

const datesOf = (session: Session, { from, until }: ShowOptions) => {
  const now = session.device.clock.now();
  const nbf = from ?? now - CLOCKS_MS;
  const exp = until ?? (from ?? now) + DEFAULT_MS;
  if (exp <= now || exp <= nbf || exp - nbf > MAX_GRANT_MS) throw new SafeError('invalid_request');
  return { nbf, exp };
};

/** Held to what a receipt may say before anything is signed. */
const privateOf = (options: ShowOptions, labels: GrantPrivate['labels']): GrantPrivate => {
  const { purpose, recipient, language, shown, explained, witness = null } = options;
  const tooLong = purpose.length > 300 || language.length > 12 || shown.length > 6000;
  if (purpose.trim() === '' || tooLong || recipient.name.length > 200 || (witness ?? '').length > 120) {
    throw new SafeError('invalid_request');
  }
  return { purpose, labels, recipient: recipient.name, language, shown, explained, witness };
};

const orderOf = async (session: Session, id: Uint8Array, options: ShowOptions): Promise<Order> => {
  const { scope, labels, keys } = await scopeOf(session, options);
  const many = scope.ids.length > MOST_IDS || (scope.kind !== 'safe' && scope.ids.length === 0);
  const perm = [...new Set(options.perm ?? ['read' as const])].sort();
  if (many || perm.length === 0) throw new SafeError('invalid_request');
  const { recipient } = options;
  return {
    id,
    recipient,
    scope,
    perm,
    keys,
    ...datesOf(session, options),
    private: privateOf(options, labels),
  };
};

const sharedAs = ({ grants }: SafeState, id: string, now: number): Share => {
  const found = grants.find((one) => one.id === id);
  if (!found) throw new SafeError('head_conflict');
  return shareOf(found, now);
};

/**
 * Shows papers to a relay or a worker: a signed receipt that the next head lists, with the keys sealed to them. Single
 * papers are shown as they are now; categories and the whole safe with what comes into them later.
 *
 * @throws SafeError `not_found`, `health_not_named`, `not_certified`, `grant_expired`, `invalid_request` for dates or words
 * that no receipt may have, `head_conflict`
 */
export const show = async (session: Session, options: ShowOptions): Promise<Share> => {
  const id = random(16);
  for (let attempt = 1; ; attempt++) {
    try {
      await commit(session, { give: [makeGiving(session, await orderOf(session, id, options))] });
      return sharedAs(await currentState(session), toHex(id), session.device.clock.now());
    } catch (error) {
      // A paper was replaced between the look and the signature.
      if (attempt === ATTEMPTS || !isSafeError(error, 'head_conflict')) throw error;
      session.state = undefined;
    }
  }
};
