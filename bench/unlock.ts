import { argon2, selfTest } from '../src/core/crypto/pin.js';
import { utf8 } from '../src/core/bytes.js';
import { random } from '../src/core/crypto/sodium.js';
import { secondsOf } from './rounds.js';
import { median, type Row, type Size } from './row.js';

/** How long a code takes to become a key: slow on purpose, for whoever guesses pays it at each guess. */
export const unlockRows = async (_ground: unknown, { quick }: Size): Promise<Row[]> => {
  await selfTest(argon2);
  const salt = random(16);
  const times: number[] = [];
  for (let round = 0; round < (quick ? 3 : 9); round++)
    times.push(1000 * (await secondsOf(() => argon2(utf8('482913'), salt))));
  return [{ name: 'Argon2id of a code', ours: median(times), unit: 'ms', note: 'for information' }];
};
