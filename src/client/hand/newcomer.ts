import { fromUtf8, utf8 } from '../../core/bytes.js';
import { canonicalBytes, type Json, parseCanonical } from '../../core/crypto/jcs.js';
import { SafeError } from '../../core/errors.js';
import { flag, literal, shape, text } from '../../core/protocol/shape.js';
import type { Joined } from './joined.js';

/** What is said between a relay's desk and the screen of somebody new: first in which language. */
const readBegin = shape({ t: literal('begin'), language: text(12) });
const readAnswer = shape({ t: literal('answer'), yes: flag });
const readCode = shape({ t: literal('code'), code: text(6) });
const readDone = shape({ t: literal('done') });

const say = (joined: Joined, value: { readonly [key: string]: Json }): Promise<void> =>
  joined.say(fromUtf8(canonicalBytes(value)));

const hear = async <T>(joined: Joined, read: (value: Json) => T): Promise<T> =>
  read(parseCanonical(utf8(await joined.hear())));

/** The desk's side; each waits for the person. */
export const deskSide = (joined: Joined) => ({
  /** In which language; then whether the person wants a safe. */
  begin: async (language: string): Promise<boolean> => {
    await say(joined, { t: 'begin', language });
    return (await hear(joined, readAnswer)).yes;
  },
  /** Six digits, which were typed twice there. */
  code: async (): Promise<string> => {
    const { code } = await hear(joined, readCode);
    if (!/^[0-9]{6}$/.test(code)) throw new SafeError('bad_code_format');
    return code;
  },
  /** The safe is open: nothing more is asked there. */
  done: (): Promise<void> => say(joined, { t: 'done' }),
});

/** The person's side. */
export const personSide = (joined: Joined) => ({
  begin: async (): Promise<string> => (await hear(joined, readBegin)).language,
  answer: (yes: boolean): Promise<void> => say(joined, { t: 'answer', yes }),
  code: (code: string): Promise<void> => say(joined, { t: 'code', code }),
  done: async (): Promise<void> => void (await hear(joined, readDone)),
});
