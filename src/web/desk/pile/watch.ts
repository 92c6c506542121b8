import { SafeError } from '../../../core/errors.js';

/** What some browsers have (File System Access, WHATWG File System). */
interface FolderHandle {
  readonly name: string;
  values(): AsyncIterable<FileEntry>;
  removeEntry(name: string): Promise<void>;
}
interface FileEntry {
  readonly kind: 'file' | 'directory';
  readonly name: string;
  getFile(): Promise<File>;
}
interface Observer {
  observe(folder: FolderHandle): Promise<void>;
  disconnect(): void;
}
interface Powers {
  readonly showDirectoryPicker?: (options: { mode: 'readwrite' }) => Promise<FolderHandle>;
  readonly FileSystemObserver?: new (onChange: () => void) => Observer;
}

const powers = globalThis as Powers;

/** Whether this browser can follow a folder. */
export const canWatch = (): boolean => powers.showDirectoryPicker !== undefined;

/** A file that came into a folder, and the way to take it from there. */
export interface Arrived {
  readonly file: File;
  /** When it was there already, at the latest; milliseconds since 1970, by this machine. */
  readonly since: number;
  readonly remove: () => Promise<void>;
}

export interface Watching {
  readonly name: string;
  stop(): void;
}

const EVERY_MS = 1000;

/** A scanner writes for a while: a file counts once it stood still between two looks. */
const signOf = ({ size, lastModified }: File): string => `${size}/${lastModified}`;

const byTime = (a: Arrived, b: Arrived): number =>
  a.file.lastModified - b.file.lastModified ||
  a.file.name.localeCompare(b.file.name, 'en', { numeric: true });

/** Takes a file from its folder, unless another one has its name by now: that one was not told, and it is nowhere else. */
const takeAway = async (folder: FolderHandle, entry: FileEntry, sign: string): Promise<void> => {
  if (signOf(await entry.getFile()) !== sign) throw new SafeError('conflict');
  await folder.removeEntry(entry.name);
};

/** The files of a folder that are whole and that were not told yet. */
const lookInto = (folder: FolderHandle) => {
  const seen = new Map<string, string>();
  const since = new Map<string, number>();
  const told = new Map<string, string>();
  return async (): Promise<Arrived[]> => {
    const found: Arrived[] = [];
    for await (const entry of folder.values()) {
      if (entry.kind !== 'file' || entry.name.startsWith('.')) continue;
      const file = await entry.getFile();
      const sign = signOf(file);
      const isStill = seen.get(entry.name) === sign && file.size > 0;
      seen.set(entry.name, sign);
      if (told.get(entry.name) === sign) continue;
      // the file's own time may be another machine's: whatever was seen earlier was there
      if (!since.has(entry.name)) since.set(entry.name, Date.now());
      if (!isStill) continue;
      told.set(entry.name, sign);
      const there = Math.min(file.lastModified, since.get(entry.name) ?? 0);
      since.delete(entry.name);
      found.push({ file, since: there, remove: () => takeAway(folder, entry, sign) });
    }
    return found.toSorted(byTime);
  };
};

/**
 * Follows a folder that the worker chooses: what a scanner puts there is told once, in the order in which it came. Rejects
 * where none is chosen.
 */
export const watchFolder = async (onFiles: (files: readonly Arrived[]) => void): Promise<Watching> => {
  if (!powers.showDirectoryPicker) throw new TypeError('this browser follows no folder');
  const folder = await powers.showDirectoryPicker({ mode: 'readwrite' });
  const next = lookInto(folder);
  let over = false;
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy || over) return;
    busy = true;
    const files = await next().catch((): Arrived[] => []);
    busy = false;
    if (!over && files.length > 0) onFiles(files);
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  const observer = powers.FileSystemObserver && new powers.FileSystemObserver(() => void look());
  void observer?.observe(folder).catch(() => undefined);
  void look();
  return {
    name: folder.name,
    stop: () => {
      over = true;
      clearInterval(timer);
      observer?.disconnect();
    },
  };
};
