import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TRAINING_DIRECTORY } from '../core/training.js';

/** Where the association's public key may lie, in the data folder. */
export const DIRECTORY_FILE = 'directory.pub';

/** 32 bytes in base64url. */
const KEY = /^[A-Za-z0-9_-]{43}$/;

/**
 * The association's public key: the setting, else the file, which is read each time it is needed so that it can be put
 * there while the server runs. A file that holds no key is none.
 */
export const directoryKeyOf =
  (config: { readonly directoryKey: Uint8Array | null; readonly dataDir: string }) =>
  async (): Promise<Uint8Array | null> => {
    if (config.directoryKey) return config.directoryKey;
    const text = await readFile(join(config.dataDir, DIRECTORY_FILE), 'utf8').catch(() => '');
    const key = text.trim();
    // what anybody can sign with certifies nobody
    return KEY.test(key) && key !== TRAINING_DIRECTORY ? Buffer.from(key, 'base64url') : null;
  };
