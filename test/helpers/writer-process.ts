import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WriterTask } from './blob-writer.js';

const PROGRAM = fileURLToPath(new URL('./blob-writer.js', import.meta.url));

const start = (task: WriterTask, shell: string): ChildProcess =>
  spawn('bash', ['-c', `${shell} exec "$0" "$@"`, process.execPath, PROGRAM, JSON.stringify(task)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

/** The last word of a writer in a process of its own; `shell` runs before it, to set limits. */
export const runWriter = async (task: WriterTask, shell = ''): Promise<string> => {
  const child = start(task, shell);
  let last = '';
  child.on('message', (word) => {
    if (typeof word === 'string') last = word;
  });
  await once(child, 'exit');
  return last;
};

/** Starts a writer that gives only a part and kills it, without a chance to tidy up, once `arrived` holds. */
export const killWriter = async (task: WriterTask, arrived: () => Promise<boolean>): Promise<void> => {
  const child = start(task, '');
  const gone = once(child, 'exit');
  await once(child, 'message');
  await arrived();
  child.kill('SIGKILL');
  const [, signal] = await gone;
  if (signal !== 'SIGKILL') throw new Error('The writer ended by itself, before it was killed.');
};
