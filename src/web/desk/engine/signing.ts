import type { AccountSession } from '../../../client/session.js';
import { loadRelays, type OwnRelay, type UnknownRelay } from '../../../client/relay/load.js';
import { trustPoster, trustRelay } from '../../../client/relay/pins.js';
import { toHex } from '../../../core/bytes.js';
import { decodeCard } from '../../../core/crypto/card-code.js';
import { SafeError } from '../../../core/errors.js';
import { fingerprintWords } from '../../../core/protocol/words.js';
import { cardCheck } from '../../../core/crypto/card-check.js';
import { enter, opened } from './opened.js';

export interface MemberView {
  readonly id: string;
  readonly name: string;
  readonly role: 'manager' | 'member';
  readonly you: boolean;
}

/** A relay of the worker's, as its chains say. */
export interface RelayView {
  readonly id: string;
  /** Null where no certificate could be read here. */
  readonly name: string | null;
  readonly certified: boolean;
  readonly role: 'manager' | 'member';
  readonly words: readonly string[];
  /** How the worker is called there. */
  readonly me: string;
  readonly members: readonly MemberView[];
}

export interface Relays {
  readonly own: readonly RelayView[];
  /** Relays that the server names and for which nothing here speaks yet: the poster on the wall does. */
  readonly unknown: readonly { readonly id: string; readonly words: readonly string[] }[];
}

const viewOf = (own: OwnRelay): RelayView => ({
  id: toHex(own.relay),
  name: own.name,
  certified: own.certified,
  role: own.role,
  words: fingerprintWords(own.fp),
  me: own.me.name,
  members: own.members.map(({ uid, name, role }) => ({
    id: toHex(uid),
    name,
    role,
    you: toHex(uid) === toHex(own.me.uid),
  })),
});

let unknown: readonly UnknownRelay[] = [];

/** The relays of whoever sits here. */
export const relays = async (): Promise<Relays> => {
  const found = await loadRelays(opened());
  unknown = found.unknown;
  return {
    own: found.relays.map(viewOf),
    unknown: unknown.map(({ relay, fp }) => ({ id: toHex(relay), words: fingerprintWords(fp) })),
  };
};

/** Refuses what is no card before a code is asked for. @throws SafeError `bad_card` */
export const checkCard = (text: string): void => void decodeCard(text, cardCheck);

/**
 * Card and code of a worker. A poster that came with the address speaks for the relay, as the one on the wall does; one that
 * can't be read is as good as none.
 */
export const signIn = async (card: string, pin: string, poster: string): Promise<Relays> => {
  return entered(await enter({ cardSecret: decodeCard(card, cardCheck).secret, pin }), poster);
};

/** The same with a passkey: its answer, 32 bytes. @throws SafeError `unknown_lock` for one that opens no account here */
export const signInByKey = async (passkey: Uint8Array, poster: string): Promise<Relays> =>
  entered(await enter({ passkey }), poster);

const entered = async (session: AccountSession, poster: string): Promise<Relays> => {
  if (poster !== '') await trustPoster(session, poster).catch(() => undefined);
  return relays();
};

/** The poster on the wall was read. @throws SafeError `bad_contact` */
export const readPoster = async (text: string): Promise<Relays> => {
  await trustPoster(opened(), text);
  return relays();
};

/** Somebody compared the words on the screen with those on the poster. */
export const wordsAgree = async (id: string): Promise<Relays> => {
  const one = unknown.find(({ relay }) => toHex(relay) === id);
  if (!one) throw new SafeError('not_found');
  await trustRelay(opened(), { uid: one.relay, fp: one.fp });
  return relays();
};
