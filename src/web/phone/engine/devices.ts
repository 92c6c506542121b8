import { blockDevice, listDevices } from '../../../client/devices.js';
import { opened } from './opened.js';

/** A card, phone or machine that opens the safe. */
export interface Opener {
  readonly id: string;
  readonly kind: 'card' | 'device' | 'spare';
  readonly name: string;
  /** Milliseconds since 1970; null if never, or the service does not say. */
  readonly lastUsed: number | null;
  readonly current: boolean;
}

export const openers = async (): Promise<Opener[]> =>
  (await listDevices(opened())).map(({ loc, type, label, lastUsedAt, current }) => ({
    id: loc,
    kind: type === 'card' || type === 'spare' ? type : 'device',
    name: label,
    lastUsed: lastUsedAt,
    current,
  }));

/** From its next request on it opens nothing. */
export const block = (id: string): Promise<void> => blockDevice(opened(), id);

/** All phones and machines but this one. */
export const blockOthers = async (): Promise<void> => {
  for (const { id, kind, current } of await openers()) {
    if (kind === 'device' && !current) await block(id);
  }
};
