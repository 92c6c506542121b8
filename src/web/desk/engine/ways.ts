import { blockDevice, listDevices } from '../../../client/devices.js';
import { addPasskey } from '../../../client/passkey.js';
import { opened } from './opened.js';

/** Something that opens the worker's account. */
export interface WayView {
  /** Locator in hexadecimal. */
  readonly loc: string;
  readonly isCard: boolean;
  /** The name that was given to it; empty without. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Whether it is what opened the account now. */
  readonly current: boolean;
}

/** What opens the account, by the worker's own signed list. */
export const ways = async (): Promise<WayView[]> =>
  (await listDevices(opened())).map(({ loc, type, label, since, current }) => ({
    loc,
    isCard: type === 'card',
    name: label,
    since,
    current,
  }));

/** A passkey, which answered twice, opens the account from now on. */
export const addKey = async (first: Uint8Array, second: Uint8Array, name: string): Promise<WayView[]> => {
  await addPasskey(opened(), { first, second, label: name });
  return ways();
};

/** From its next request on it opens nothing. */
export const block = async (loc: string): Promise<WayView[]> => {
  await blockDevice(opened(), loc);
  return ways();
};
