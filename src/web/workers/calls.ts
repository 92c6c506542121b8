import { type ErrorCode, type ErrorDetails, isSafeError, SafeError } from '../../core/errors.js';

/** What a worker does for its page, by name. Values are copied on their way. */
export type Handlers = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The same from the page's side. */
export type Remote<H> = {
  readonly [K in keyof H]: H[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

interface Call {
  readonly id: number;
  readonly name: string;
  readonly args: never[];
}

interface Fault {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly fault: Fault }
  | { readonly news: unknown }
  | { readonly ready: true };

const faultOf = (error: unknown): Fault =>
  isSafeError(error) ? { code: error.code, details: error.details } : { code: 'internal', details: {} };

/** Answers calls, each as soon as it is done. Errors cross as their code; anything else is `internal`. */
export const serve = (handlers: Handlers): void => {
  const answer = async ({ id, name, args }: Call): Promise<Answer> => {
    try {
      const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      if (!handler) throw new SafeError('internal');
      return { id, value: await handler(...args) };
    } catch (error) {
      return { id, fault: faultOf(error) };
    }
  };
  addEventListener('message', ({ data }: MessageEvent<Call>) => {
    void answer(data).then((said) => postMessage(said));
  });
  postMessage({ ready: true } satisfies Answer);
};

/** Tells the page something it did not ask for. */
export const tell = (news: unknown): void => postMessage({ news });

export interface Line<H> {
  readonly remote: Remote<H>;
  /** Ends the worker with everything that it had in memory. */
  end(): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: SafeError) => void;
}

/** Calls a worker. Where it can't be loaded, or died, all its calls are `unavailable` and `onEnd` is told. */
export const connect = <H>(worker: Worker, onEnd: () => void, onNews: (news: unknown) => void): Line<H> => {
  const waiting = new Map<number, Waiting>();
  // what is sent to a worker that still waits for its libraries is heard by nobody
  let early: Call[] | null = [];
  let last = 0;
  const end = (): void => {
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new SafeError('unavailable'));
    waiting.clear();
    onEnd();
  };
  worker.addEventListener('error', end);
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if ('ready' in data) {
      for (const one of early ?? []) worker.postMessage(one);
      early = null;
      return;
    }
    if ('news' in data) return onNews(data.news);
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('fault' in data) one?.reject(new SafeError(data.fault.code, { details: data.fault.details }));
    else one?.resolve(data.value);
  });
  const call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      const made: Call = { id: last, name, args: args as never[] };
      if (early) early.push(made);
      else worker.postMessage(made);
    });
  const remote = new Proxy({} as Remote<H>, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        call(String(name), args),
  });
  return { remote, end };
};
