import { blockDevice, listDevices } from '../../../client/devices.js';
import { opened } from './opened.js';

/** Names of the phones and machines, besides this one, that open the safe. */
export const otherPhones = async (): Promise<string[]> =>
  (await listDevices(opened()))
    .filter(({ type, current }) => type === 'device' && !current)
    .map(({ label }) => label);

/** From their next request on they open nothing. */
export const blockOthers = async (): Promise<void> => {
  for (const { type, current, loc } of await listDevices(opened())) {
    if (type === 'device' && !current) await blockDevice(opened(), loc);
  }
};
