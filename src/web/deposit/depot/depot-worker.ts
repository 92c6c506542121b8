import { fromHex } from '../../../core/bytes.js';
import { type ErrorCode, isSafeError } from '../../../core/errors.js';
import { leaving } from '../../../client/drops/leave.js';
import { type LookedAtDrop, lookAtDrop } from '../../../client/drops/look.js';
import type { Clock } from '../../../client/ports.js';
import type { DropAddress } from '../../../core/protocol/drop-secret.js';
import type { News, Order, Told } from '../messages.js';
import { readPaper } from './paper.js';
import { type Line, xhrTransport } from '../../xhr-transport.js';

const clock: Clock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const tell = (one: Told): void => postMessage(one);
const tellNews = (id: string, news: News): void => tell({ told: 'news', id, news });

/** What is none of our refusals is a fault of the browser's or of the line. */
const codeOf = (error: unknown): ErrorCode => (isSafeError(error) ? error.code : 'unavailable');

let address: DropAddress | undefined;
let looked: LookedAtDrop | undefined;
const underWay = new Map<string, AbortController>();

const look = async (line: Line): Promise<LookedAtDrop> => {
  if (!address) throw new Error('nothing to look at');
  looked = await lookAtDrop({ transport: xhrTransport(line), clock }, address);
  return looked;
};

const QUIET: Line = { onSent: () => undefined, signal: new AbortController().signal };

const tellLook = async (): Promise<void> => {
  try {
    const { state, card, papersLeft, bytesLeft, maxPaperBytes } = await look(QUIET);
    const said = card && { to: card.to, from: card.from, purpose: card.purpose, exp: card.exp };
    tell({ told: 'looked', look: { state, card: said, papersLeft, bytesLeft, maxPaperBytes } });
  } catch (error) {
    tell({ told: 'not-looked', code: codeOf(error) });
  }
};

const check = async (id: string, file: File): Promise<void> => {
  try {
    const { stored, hadPlace } = await readPaper(file);
    tellNews(id, { is: 'ready', bytes: stored, hadPlace });
  } catch (error) {
    tellNews(id, { is: 'refused', code: isSafeError(error) ? error.code : 'file_unreadable' });
  }
};

/** How long a line that is gone is waited for, in all, and between two tries. */
const PATIENCE_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 15_000;

/** Waits, or until the machine is on the network again, or nobody wants it any more. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      signal.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, ms);
    addEventListener('online', go);
    signal.addEventListener('abort', go);
  });

const isPassing = (error: unknown): boolean =>
  isSafeError(error, 'unavailable') || isSafeError(error, 'rate_limited');

/** Does it again while the line is gone; under one id a paper is left once, however often it is sent. */
const patiently = async (line: Line, onWait: () => void, work: () => Promise<void>): Promise<void> => {
  const until = Date.now() + PATIENCE_MS;
  for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      line.signal.throwIfAborted();
      if (!isPassing(error) || Date.now() + wait > until) throw error;
      onWait();
      await pause(wait, line.signal);
      line.signal.throwIfAborted();
    }
  }
};

const send = async (id: string, file: File, name: string | null): Promise<void> => {
  const control = new AbortController();
  underWay.set(id, control);
  const line: Line = { onSent: (part) => tellNews(id, { is: 'sending', part }), signal: control.signal };
  const dropper = { transport: xhrTransport(line), clock };
  try {
    tellNews(id, { is: 'sending', part: 0 });
    const { length, metadata, open, thumbnail } = await readPaper(file);
    const picture = await thumbnail();
    await patiently(
      line,
      () => tellNews(id, { is: 'waiting' }),
      async () => {
        const leave = leaving(dropper, looked ?? (await look({ ...QUIET, signal: control.signal })));
        await leave({ metadata, length, open, thumbnail: picture, doc: fromHex(id, 16), name });
      },
    );
    tellNews(id, { is: 'sent' });
  } catch (error) {
    if (control.signal.aborted) tellNews(id, { is: 'cancelled' });
    else tellNews(id, { is: 'refused', code: codeOf(error) });
  } finally {
    underWay.delete(id);
  }
};

/** One after the other: memory holds one photo at a time, and the line carries one paper. */
let last: Promise<void> = Promise.resolve();
const cancelled = new Set<string>();
const inTurn = (id: string, work: () => Promise<void>): void => {
  last = last.then(() => {
    if (!cancelled.delete(id)) return work();
    tellNews(id, { is: 'cancelled' });
    return undefined;
  });
};

const cancel = (id: string): void => {
  const control = underWay.get(id);
  if (control) control.abort();
  else cancelled.add(id);
};

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.do === 'open') address = { server: data.server, seed: data.seed };
  else if (data.do === 'look') void tellLook();
  else if (data.do === 'check') inTurn(data.id, () => check(data.id, data.file));
  else if (data.do === 'cancel') cancel(data.id);
  else {
    cancelled.delete(data.id);
    inTurn(data.id, () => send(data.id, data.file, data.name));
  }
});

tell({ told: 'up' });
