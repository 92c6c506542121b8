import { useEffect, useRef, useState } from 'preact/hooks';
import { toHex } from '../../core/bytes.js';
import type { Fault } from '../i18n/deposit/words.js';
import type { Depot } from './depot-door.js';
import type { News } from './messages.js';
import type { QuickLook } from './quick-card.js';
import { faultOf, mayGoThrough } from './stops.js';

type State = 'checking' | 'ready' | 'refused' | 'queued' | 'sending' | 'waiting' | 'sent';

/** A file that somebody chose, and what became of it. */
export interface Chosen {
  readonly id: string;
  readonly file: File;
  readonly state: State;
  readonly fault: Fault | null;
  /** What the link counts of it; 0 before it was looked at. */
  readonly bytes: number;
  readonly hadPlace: boolean;
  /** Whether it was to be sent. */
  readonly asked: boolean;
  /** How much has left, from 0 to 1. */
  readonly part: number;
}

const newId = (): string => toHex(crypto.getRandomValues(new Uint8Array(16)));

const chosen = (file: File): Chosen => ({
  id: newId(),
  file,
  state: 'checking',
  fault: null,
  bytes: 0,
  hadPlace: false,
  asked: false,
  part: 0,
});

const refused = (one: Chosen, fault: Fault): Chosen => ({ ...one, state: 'refused', fault });

const after = (one: Chosen, news: News): Chosen => {
  switch (news.is) {
    case 'ready':
      return { ...one, state: 'ready', fault: null, bytes: news.bytes, hadPlace: news.hadPlace };
    case 'sending':
      return { ...one, state: 'sending', part: news.part };
    case 'refused':
      return refused(one, faultOf(news.code));
    case 'cancelled':
      return { ...one, state: 'ready', part: 0 };
    default:
      return { ...one, state: news.is };
  }
};

type Room = Pick<QuickLook, 'papersLeft' | 'bytesLeft' | 'maxPaperBytes'>;

/** Those that the link has no room for are refused here, before anything is sent: the first chosen come first. */
const withinRoom = (all: readonly Chosen[], room: Room): Chosen[] => {
  let papers = 0;
  let bytes = 0;
  return all.map((one) => {
    if (one.state === 'refused') return one;
    if (one.bytes > room.maxPaperBytes) return refused(one, 'tooLarge');
    papers += 1;
    bytes += one.bytes;
    if (papers > room.papersLeft) return refused(one, 'tooMany');
    return bytes > room.bytesLeft ? refused(one, 'tooMuch') : one;
  });
};

/** After something was removed there may be room again. */
const reconsidered = (one: Chosen): Chosen => {
  const lackedRoom = one.fault === 'tooMany' || one.fault === 'tooMuch';
  return lackedRoom ? { ...one, state: one.bytes > 0 ? 'ready' : 'checking', fault: null } : one;
};

const isUnderWay = ({ state }: Chosen): boolean =>
  state === 'queued' || state === 'sending' || state === 'waiting';

/** Keeps the window from being closed by mistake while papers are on their way. */
const useHold = (hold: boolean): void => {
  useEffect(() => {
    if (!hold) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [hold]);
};

/** The files that were chosen, from the first look at them until they are received. */
export const usePapers = (depot: Depot, room: Room) => {
  const [all, setAll] = useState<readonly Chosen[]>([]);
  const shown = useRef(all);
  const change = (next: (all: readonly Chosen[]) => readonly Chosen[]): void => {
    shown.current = next(shown.current);
    setAll(shown.current);
  };
  useEffect(() => {
    depot.listen({
      news: (id, news) =>
        change((now) => {
          const next = now.map((one) => (one.id === id ? after(one, news) : one));
          return news.is === 'ready' ? withinRoom(next, room) : next;
        }),
      broken: () =>
        change((now) =>
          now.map((one) => (one.state === 'sent' || one.state === 'refused' ? one : refused(one, 'network'))),
        ),
    });
  }, [depot]);
  const underWay = all.some(isUnderWay);
  useHold(underWay);

  const add = (files: Iterable<File>): void => {
    const fresh = Array.from(files, chosen);
    change((now) => withinRoom([...now, ...fresh], room));
    for (const { id, file } of fresh) depot.check(id, file);
  };
  const remove = (id: string): void =>
    change((now) => withinRoom(now.filter((one) => one.id !== id).map(reconsidered), room));
  const sendable = (one: Chosen): boolean =>
    one.state === 'ready' || (one.state === 'refused' && mayGoThrough(one.fault));
  const send = (name: string | null): void => {
    const going = shown.current.filter(sendable);
    const ids = new Set(going.map(({ id }) => id));
    change((now) =>
      now.map((one) => (ids.has(one.id) ? { ...one, state: 'queued', fault: null, asked: true } : one)),
    );
    for (const { id, file } of going) depot.send(id, file, name);
  };
  const cancel = (): void => {
    for (const { id } of shown.current.filter(isUnderWay)) depot.cancel(id);
  };
  return { all, underWay, add, remove, send, cancel, sendable: all.filter(sendable).length };
};

export type Papers = ReturnType<typeof usePapers>;
