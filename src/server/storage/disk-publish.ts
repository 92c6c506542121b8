import { access, link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './disk-faults.js';

/** Of everything a store makes: its owner alone may look. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** What `link` answers where there are no hard links (exFAT, some network shares). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (error) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );

/** Makes the names in a folder durable. Windows can't open folders; NTFS journals names by itself. */
export const flushFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Resolves once the folder is there and its name in its parent is durable, whoever made it. */
export const settleFolder = async (path: string): Promise<void> => {
  await mkdir(path, { mode: FOLDER_MODE }).catch((error) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  await flushFolder(dirname(path));
};

/**
 * Gives a flushed draft its name, durably, unless the name is taken (EEXIST). The draft's own name is gone then. Both lie
 * on one file system. If it rejects, the name is not taken by this draft.
 */
export const publishOnce = async (draft: string, path: string, linkFile = link): Promise<void> => {
  try {
    await linkFile(draft, path);
  } catch (error) {
    if (!NO_LINKS.has(errorCode(error) ?? '')) throw error;
    return await renameOnce(draft, path);
  }
  await unlink(draft).catch(() => undefined); // published all the same; the sweep takes the second name
  await flushNames(draft, path);
};

/** Without hard links an exclusive claim keeps two writers of one name apart; a claim left by a crash is swept. */
const renameOnce = async (draft: string, path: string): Promise<void> => {
  const claim = `${draft.slice(0, draft.lastIndexOf('.'))}.claim`;
  await (await open(claim, 'wx', FILE_MODE)).close();
  try {
    if (await exists(path)) throw Object.assign(new Error('the name is taken'), { code: 'EEXIST' });
    await rename(draft, path);
    await flushNames(draft, path);
  } finally {
    await unlink(claim).catch(() => undefined);
  }
};

/** A name that may not outlive a power cut is taken back: the sender is about to hear that nothing is stored. */
const flushNames = async (draft: string, path: string): Promise<void> => {
  try {
    await Promise.all([flushFolder(dirname(path)), flushFolder(dirname(draft))]);
  } catch (error) {
    await unlink(path);
    throw error;
  }
};
