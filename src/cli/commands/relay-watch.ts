import { readdir, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { random } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import { type Fate, tellFate } from './add-view.js';
import { leavingFor } from './deposit.js';
import { checkDescription, fateJson } from './files-desk.js';
import { shown } from '../screen.js';
import { endByItself } from '../unfinished.js';
import { good, mustHave, type Verb } from './worker-desk.js';

const EVERY_MS = 1000;

/** A scanner writes for a while: a file counts once it stood still between two looks. */
const stillFiles = (folder: string) => {
  const before = new Map<string, string>();
  return async (): Promise<string[]> => {
    const found: { path: string; at: number }[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      const { size, mtimeMs } = await stat(path);
      const sign = `${size}/${mtimeMs}`;
      if (before.get(path) === sign && size > 0) found.push({ path, at: mtimeMs });
      before.set(path, sign);
    }
    return found.toSorted((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
  };
};

/** Ends when the worker does: what is being sent is sent to its end, so that no file is sent and then left there. */
const untilInterrupted = () => {
  const control = new AbortController();
  endByItself(() => control.abort());
  return {
    isOver: () => control.signal.aborted,
    pause: (ms: number): Promise<void> =>
      new Promise((done) => {
        const timer = setTimeout(done, ms);
        control.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          done();
        });
      }),
  };
};

/** What goes by when the line is back. */
const isPassing = (fate: Fate): boolean =>
  fate.state === 'refused' && ['unavailable', 'rate_limited'].includes(fate.error.code);

/**
 * Leaves what comes into a folder for one person, until it is interrupted. A file is removed once the server said that it has it;
 * one that is refused stays and is told once. Under one id for each file nothing is left twice where an answer is lost.
 */
export const watch: Verb = async (call, word = '') => {
  const who = mustHave(call, 'person', 'relay watch FOLDER');
  const folder = resolve(word);
  checkDescription(call, [], false);
  const next = stillFiles(folder);
  await next().catch((cause: unknown) => {
    throw new SafeError('file_not_found', { details: { path: word }, cause });
  });
  const send = await leavingFor(call, who);
  good(call, call.words.deposits.said.watching(shown(word)));
  const { isOver, pause } = untilInterrupted();
  const ids = new Map<string, Uint8Array>();
  const fates: Fate[] = [];
  const settled = new Set<string>();
  const leave = async (path: string): Promise<void> => {
    const doc = ids.get(path) ?? random(16);
    ids.set(path, doc);
    const fate = await send(path, doc).catch((error: unknown): Fate => {
      if (error instanceof SafeError) return { path, state: 'refused', error };
      throw error;
    });
    if (isPassing(fate)) return;
    if (fate.state === 'left') await unlink(path);
    else settled.add(path);
    ids.delete(path);
    fates.push(fate);
    tellFate(call, fate);
  };
  while (!isOver()) {
    for (const path of await next()) {
      if (!isOver() && !settled.has(path)) await leave(path);
    }
    await pause(EVERY_MS);
  }
  return { json: { files: fates.map(fateJson) } };
};
