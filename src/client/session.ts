import { fromHex, toHex } from '../core/bytes.js';
import type { AccountKey } from '../core/crypto/keys.js';
import { damaged } from '../core/errors.js';
import {
  fingerprint,
  type Identity,
  type IdentityKeys,
  type IdentityLink,
  openPinnedIdentity,
} from '../core/protocol/identity.js';
import { type Api, makeApi, type Token, type Tokens } from './api.js';
import { type Lock, type OpenedAccount, release } from './locks.js';
import { passUnlockers, type PinKeeper } from './pins.js';
import type { Device, Pins } from './ports.js';
import type { SafeState } from './state.js';

/** An unlocked account on this device, of a holder or a worker. Lives in memory only. */
export interface AccountSession {
  readonly device: Device;
  readonly server: string;
  readonly uid: Uint8Array;
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly account: AccountKey;
  readonly keys: IdentityKeys;
  /** The lock with which this device opens the account. */
  readonly lock: Lock;
  readonly api: Api;
  readonly pins: PinKeeper;
  /** Changes from this session, one after the other: they would only get in each other's way. */
  inTurn<T>(change: () => Promise<T>): Promise<T>;
  /** The turn, if nobody has it or waits for it: it is had until the function is called. Null otherwise. */
  turnNow(): (() => void) | null;
}

/** An unlocked safe. */
export interface Session extends AccountSession {
  readonly safe: Uint8Array;
  /** What was last verified of the safe; undefined when another look is due. */
  state: SafeState | undefined;
  /** When each paper was last seen outside the bin, by this device's clock. */
  readonly outOfBin: Map<string, number>;
}

const makeTurns = (): Pick<AccountSession, 'inTurn' | 'turnNow'> => {
  let last: Promise<unknown> = Promise.resolve();
  let under = 0;
  const inTurn: AccountSession['inTurn'] = (change) => {
    under++;
    const next = last.then(change, change).finally(() => {
      under--;
    });
    last = next.catch(() => {});
    return next;
  };
  const turnNow = () => {
    if (under > 0) return null;
    let settle: (() => void) | undefined;
    const over = new Promise<void>((resolve) => {
      settle = resolve;
    });
    void inTurn(() => over);
    return () => settle?.();
  };
  return { inTurn, turnNow };
};

export const serverUrl = (server: string): string => server.replace(/\/+$/, '');

/** Keeps a token and, once it is refused, answers a new challenge with the code that was typed at the beginning. */
const makeTokens = (device: Device, server: string, first: Token, lock: Lock): Tokens => {
  const open = makeApi(device, server);
  let token = first;
  let renewing: Promise<void> | undefined;
  const renew = async () => {
    const released = await release(open, lock);
    token = { text: released.token };
  };
  return {
    current: () => token,
    renew: async (refused) => {
      if (refused !== token) return;
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      await renewing;
    },
  };
};

export const makeAccountSession = (
  device: Device,
  place: { readonly server: string; readonly pins: PinKeeper; readonly lock: Lock },
  { uid, key, keys, identity, links, token }: OpenedAccount,
): AccountSession => ({
  device,
  ...place,
  uid,
  identity,
  links,
  account: key,
  keys,
  api: makeApi(device, place.server, makeTokens(device, place.server, { text: token }, place.lock)),
  ...makeTurns(),
});

/** The session of a holder: the account and its safe. */
export const withSafe = (session: AccountSession, safe: Uint8Array): Session => ({
  ...session,
  safe,
  state: undefined,
  outOfBin: new Map(),
});

/** What is remembered of an account as just opened. */
export const accountPins = ({
  identity,
  unlockers,
}: OpenedAccount): Omit<Pins, 'head' | 'log' | 'known'> => ({
  fp: toHex(fingerprint(identity)),
  gen: identity.gen,
  ...passUnlockers({ unlockersSeq: 0 }, unlockers),
});

/** Holds an opened account against what this device already knows of it: `damaged` or `rolled_back`. */
export const checkAccountPins = (account: OpenedAccount, pins: Pins): void => {
  const pin = { uid: account.uid, gen: pins.gen, fp: fromHex(pins.fp, 32) };
  if (openPinnedIdentity(pin, account.links).gen !== account.identity.gen) throw damaged();
  passUnlockers(pins, account.unlockers);
};
