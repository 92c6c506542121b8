import { type FileHandle, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explained } from './save-file.js';
import { begin, finish } from './unfinished.js';

const PIECE = 1024 * 1024;

interface Draft {
  readonly file: FileHandle;
  readonly remove: () => Promise<void>;
}

/** A file for its owner alone. Where the system can, it has no name from the start: nothing of it outlives the command. */
const nameless = async (): Promise<Draft> => {
  const folder = await mkdtemp(join(tmpdir(), 'pochette-'));
  const path = join(folder, 'paper');
  begin(path);
  const clear = async () => {
    await rm(path, { force: true });
    await rmdir(folder).catch(() => {}); // gone already
    finish(path);
  };
  const file = await open(path, 'wx+', 0o600).catch(async (error: unknown) => {
    await clear();
    throw error;
  });
  if (process.platform !== 'win32') await clear(); // there a file that is open can't be removed
  const remove = async () => {
    await file.close();
    await clear();
  };
  return { file, remove };
};

/**
 * The same bytes, but the first only once the last one came: whoever reads them never gets a part of what turns out
 * damaged at its end.
 *
 * @throws SafeError `cannot_save`, and what `bytes` throws
 */
export async function* wholeFirst(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let draft: Draft | undefined;
  try {
    draft = await nameless();
    const { file } = draft;
    for await (const piece of bytes) await file.writeFile(piece);
    const { size } = await file.stat();
    for (let at = 0; at < size; ) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(PIECE, size - at)), {
        position: at,
      });
      if (bytesRead === 0) throw new Error('a draft was cut');
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } catch (error) {
    throw explained(error, tmpdir());
  } finally {
    await draft?.remove();
  }
}
