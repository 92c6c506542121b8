import { readFile, stat } from 'node:fs/promises';
import { fromBase64Url } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_TEXT = 64 * 1024;
const KEY_BYTES = 32;
const CODE = /pochette:[a-z]+1?:[A-Za-z0-9_-]+/;

const readBytes = async (path: string): Promise<Uint8Array> => {
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw new SafeError('bad_contact');
  if (!facts.isFile() || facts.size > MOST_BYTES) throw new SafeError('bad_contact');
  return readFile(path).catch((cause: unknown) => {
    throw new SafeError('file_unreadable', { details: { reason: 'denied' }, cause });
  });
};

/** A code in words of its own, a text file that holds one, or a picture of one; `bad_contact` for anything else. */
export const textOrFile = async (word: string): Promise<string> => {
  const typed = word.trim();
  if (typed.startsWith('pochette:')) return typed;
  const bytes = await readBytes(word);
  const text = bytes.length <= MOST_TEXT ? CODE.exec(Buffer.from(bytes).toString('latin1'))?.[0] : undefined;
  if (text !== undefined) return text;
  const { readPublicImage } = await import('../card/read.js');
  return readPublicImage(bytes);
};

/** The association's public key: itself, or a file that holds it (such as `directory.pub`). */
export const readDirectory = async (word: string): Promise<Uint8Array> => {
  for (const text of [
    word,
    Buffer.from(await readBytes(word).catch(() => new Uint8Array())).toString('latin1'),
  ]) {
    try {
      const key = fromBase64Url(text.trim());
      if (key.length === KEY_BYTES) return key;
    } catch {
      // perhaps it is a file
    }
  }
  throw new SafeError('bad_contact', { details: { reason: 'directory' } });
};
