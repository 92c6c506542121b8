import type { Stretched } from '../src/core/crypto/argon2.js';
import { argon2, selfTest } from '../src/core/crypto/pin.js';
import { utf8 } from '../src/core/bytes.js';
import { random } from '../src/core/crypto/sodium.js';
import { secondsOf } from './rounds.js';
import { median, type Row, type Size } from './row.js';

/** How long a code takes to become a key: slow on purpose, for whoever guesses pays it at each guess. */
export const unlockRows = async (_ground: unknown, { quick }: Size): Promise<Row[]> => {
  const salt = random(16);
  const timesOf = async (type: Stretched): Promise<number[]> => {
    await selfTest(argon2, type);
    const times: number[] = [];
    for (let round = 0; round < (quick ? 3 : 9); round++)
      times.push(1000 * (await secondsOf(() => argon2(utf8('482913'), salt, type))));
    return times;
  };
  const row = async (type: Stretched): Promise<Row> => ({
    name: `Argon2id of a code, ${type}`,
    ours: median(await timesOf(type)),
    unit: 'ms',
    note: 'for information',
  });
  return [await row('card'), await row('device')];
};
