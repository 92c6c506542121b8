import { mkdir, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SafeError } from '../../core/errors.js';
import { exists, FILE_MODE, flushFolder, FOLDER_MODE, publishOnce, settleFolder } from './disk-publish.js';

/** Its absence tells a store whose disk is not mounted from a store without that blob. */
const MARKER = 'blobs.v1';

export type DiskFolder = ReturnType<typeof createDiskFolder>;

/**
 * The folders of a store on disk: `drafts/` for what is being written, `blobs/ab/cd/abcd…` for what is whole. Raw file
 * system errors come out of here.
 */
export const createDiskFolder = (folder: string) => {
  const root = resolve(folder);
  const blobs = join(root, 'blobs');
  const drafts = join(root, 'drafts');
  const settled = new Set<string>();
  let made: Promise<void> | undefined;

  const ready = (): Promise<void> => {
    made ??= makeFolders(root, [blobs, drafts]).catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };

  const settle = async (leaf: string): Promise<void> => {
    if (settled.has(leaf)) return;
    await settleFolder(dirname(leaf));
    await settleFolder(leaf);
    settled.add(leaf);
  };

  return {
    blobs,
    drafts,
    ready,
    pathOf: (key: string): string => join(blobs, key.slice(0, 2), key.slice(2, 4), key),

    /** ENOENT alone is no proof that a blob is not there: the whole disk may be missing. */
    async assertPresent(): Promise<void> {
      await ready();
      if (await exists(join(root, MARKER))) return;
      throw new SafeError('unavailable', { message: 'The folder of the blobs is not there any more.' });
    },

    /** Makes the folders on the way to a target, durably: may be done while its draft is written. */
    settle: (target: string): Promise<void> => settle(dirname(target)),

    /** See `publishOnce`; makes the folders on the way. */
    async publish(draft: string, target: string): Promise<void> {
      const leaf = dirname(target);
      await settle(leaf);
      await publishOnce(draft, target).catch((error) => {
        settled.delete(leaf); // it may be gone
        throw error;
      });
    },
  };
};

const makeFolders = async (root: string, folders: readonly string[]): Promise<void> => {
  const first = await mkdir(root, { recursive: true, mode: FOLDER_MODE });
  if (first !== undefined) await flushNamesBetween(dirname(first), dirname(root));
  for (const folder of folders) await settleFolder(folder);
  const marker = await open(join(root, MARKER), 'a', FILE_MODE);
  await marker.close();
  await flushFolder(root);
};

/** From the parent of the first new folder down to the parent of the last. */
const flushNamesBetween = async (upper: string, lower: string): Promise<void> => {
  for (let folder = lower; ; folder = dirname(folder)) {
    await flushFolder(folder);
    if (folder === upper || folder === dirname(folder)) return;
  }
};
