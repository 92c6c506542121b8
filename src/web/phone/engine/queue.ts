import { type ErrorCode, isSafeError } from '../../../core/errors.js';
import { tell } from '../../workers/calls.js';
import { alone } from '../store/alone.js';
import { type Draft, listDrafts } from '../store/drafts.js';
import { isOpen } from './opened.js';
import { keptMarks, send } from './sending.js';

/** What the page hears of the sending. `stopped`: why it does not go on by itself. */
export type News =
  | { readonly kind: 'sent'; readonly left: number }
  | { readonly kind: 'stopped'; readonly code: ErrorCode };

const WAITS = [2_000, 5_000, 15_000, 60_000];
const LOCK = 'pochette-sending';
const CHOOSING_MS = 120_000;

let running = false;
/** Asked again while it ran: something may have been added behind its back. */
let again = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A paper whose kind is just being chosen is waited for; one that was left so goes as it is, unless it came from elsewhere. */
const isReady = ({ named, shared = false, replaces, added, touched = added }: Draft): boolean =>
  named || (!shared && !replaces && touched < Date.now() - CHOOSING_MS);

const sendAll = async (): Promise<void> => {
  const drafts = (await listDrafts()).filter(isReady);
  if (drafts.length === 0) return;
  const kept = await keptMarks();
  for (const [i, { id }] of drafts.entries()) {
    await alone(id, () => send(id, kept));
    tell({ kind: 'sent', left: drafts.length - i - 1 } satisfies News);
  }
};

const later = (): void => {
  clearTimeout(timer);
  timer = setTimeout(() => void pump(), WAITS[Math.min(failures, WAITS.length) - 1] ?? 0);
};

/** What passes by itself: the line, a crowd, another device at the same moment. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'unavailable',
  'rate_limited',
  'head_conflict',
  'conflict',
  'storage_full',
]);

const failed = (error: unknown): void => {
  failures += 1;
  const code = isSafeError(error) ? error.code : 'internal';
  if (PASSING.has(code)) later();
  else tell({ kind: 'stopped', code } satisfies News);
};

/**
 * Sends what waits on this phone, one paper after the other and in one tab at a time, and tries again for ever while the
 * line is bad. Nothing is said of a bad line: the papers show one check until they have two.
 */
export const pump = async (): Promise<void> => {
  again = true;
  if (running || !isOpen()) return;
  running = true;
  try {
    while (again) {
      again = false;
      await navigator.locks.request(LOCK, sendAll);
    }
    failures = 0;
  } catch (error) {
    failed(error);
  } finally {
    running = false;
  }
};
