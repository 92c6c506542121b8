import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.webmanifest': 'application/manifest+json',
};

/** Compressed copies that the build made, the smallest first. */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

export interface WebFile {
  readonly type: string;
  readonly encoding: string | null;
  readonly bytes: Buffer;
}

export interface WebFiles {
  /** Whether the pages were built. */
  readonly there: boolean;
  /** A file of the build by its name, in the best form that `accepts` allows; null for every other name. */
  read(name: string, accepts: string): Promise<WebFile | null>;
}

const namesBelow = (folder: string): string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  } catch {
    return [];
  }
};

const takes = (accepts: string, encoding: string): boolean =>
  accepts.split(',').some((part) => {
    const [name, ...rules] = part.trim().split(/\s*;\s*/);
    return name === encoding && !rules.some((rule) => /^q=0(\.0*)?$/.test(rule));
  });

/**
 * The files of the web build. Their names are a closed list, read once: whatever else is asked for is not there, so that no
 * path can lead out of the folder.
 */
export const openWebFiles = (folder: string): WebFiles => {
  const names = new Set(namesBelow(folder));
  return {
    there: names.size > 0,
    read: async (name, accepts) => {
      const isOwn = ENCODINGS.every(({ ending }) => !name.endsWith(ending));
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      if (!isOwn || !names.has(name)) return null;
      const best = ENCODINGS.find(
        ({ name: encoding, ending }) => names.has(name + ending) && takes(accepts, encoding),
      );
      const bytes = await readFile(join(folder, name + (best?.ending ?? '')));
      return { type, encoding: best?.name ?? null, bytes };
    },
  };
};
