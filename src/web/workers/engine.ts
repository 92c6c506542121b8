import { connect, type Line, type Remote } from './calls.js';
import { startWorker } from './trusted.js';

/** What a worker does when it is asked, and what it tells meanwhile. */
interface Side {
  readonly engine: object;
  readonly news: unknown;
}

/** A worker that holds what is secret: started when it is first needed, anew after it was ended; `nameOf` names it then. */
export const engineAt = <S extends Side>(address: string, nameOf: () => string = () => '') => {
  let line: Line<S['engine']> | undefined;
  const listeners = new Set<(news: S['news']) => void>();
  const ended = (): void => {
    line = undefined;
  };
  const tell = (news: unknown): void => {
    for (const listener of listeners) listener(news);
  };
  return {
    engine: (): Remote<S['engine']> => {
      line ??= connect<S['engine']>(startWorker(address, nameOf()), ended, tell);
      return line.remote;
    },
    /** With the worker goes everything that it knows, every key too. */
    endEngine: (): void => line?.end(),
    /** Tells what it does meanwhile; answers how to stop listening. */
    onNews: (listener: (news: S['news']) => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
