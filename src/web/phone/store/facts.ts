import { keysOf } from './database.js';

/** What this phone has, told without opening anything. */
export interface Facts {
  /** A safe is open on this phone; its code is asked for. */
  readonly safe: boolean;
  readonly drafts: number;
  /** The person wants to see papers here without the internet. */
  readonly offline: boolean;
}

export const REMEMBERED = 'safe';
export const OFFLINE = 'offline';

export const readFacts = async (): Promise<Facts> => {
  const kept = await keysOf('kept');
  const drafts = await keysOf('drafts');
  return { safe: kept.includes(REMEMBERED), drafts: drafts.length, offline: kept.includes(OFFLINE) };
};
