import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin', import.meta.url));

export interface Said {
  readonly code: number;
  readonly said: string;
}

const run = async (program: string, args: readonly string[], env: Record<string, string>): Promise<Said> => {
  const child = spawn(process.execPath, [join(BIN, program), ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => (said += piece.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
};

/** `npm run backup -- …` */
export const backUp = (env: Record<string, string>, ...args: string[]): Promise<Said> =>
  run('backup.mjs', args, env);
/** `npm run restore -- …` */
export const restore = (env: Record<string, string>, folder: string): Promise<Said> =>
  run('restore.mjs', [folder], env);

/** Paths of the backups in a folder, oldest first. */
export const backupsIn = (shelf: string): string[] =>
  readdirSync(shelf)
    .filter((name) => /^\d{4}-/.test(name))
    .toSorted()
    .map((name) => join(shelf, name));
