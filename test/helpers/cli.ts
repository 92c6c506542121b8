import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programAt } from './programs.js';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = programAt('cli/main');

/** What `bin/pochette.mjs` does, without looking first whether the build is up to date. */
const RUN = `process.exitCode = await (await import(${JSON.stringify(main)})).main(process.argv.slice(1))`;

interface Line {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly title: string;
  readonly kind: string;
  readonly expires: string | null;
  readonly mediaType: string;
}

/** What `--json` answers; each command has its own part of it. */
interface Answer {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: Record<string, unknown>;
  };
  readonly server: string;
  readonly saved: string;
  readonly card: { readonly pdf: string; readonly png: string; readonly typed: string };
  readonly files: readonly {
    readonly file: string;
    readonly state: string;
    readonly version: number;
    readonly error?: { readonly code: string };
  }[];
  readonly papers: readonly Line[];
  readonly versions: readonly Line[];
  readonly verified: { readonly entries: number };
  readonly entries: readonly { readonly action: string; readonly paper: string | null }[];
  readonly devices: readonly {
    readonly number: number;
    readonly type: string;
    readonly thisMachine: boolean;
  }[];
  readonly kinds: readonly unknown[];
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as bytes. */
  readonly bytes: Buffer;
  /** The document of `--json`. */
  readonly json: Answer;
}

export interface Machine {
  /** Home folder of the command line; empty at first. */
  readonly home: string;
  /** Where commands are run and files are saved. */
  readonly folder: string;
  /** Runs one command; `input` is all of standard input. */
  run(args: readonly string[], input?: string, env?: Record<string, string>): Promise<Ran>;
  /** Starts one and leaves it to the test. */
  start(args: readonly string[], env?: Record<string, string>): ReturnType<typeof spawn>;
}

const bare = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(POCHETTE_|LC_|LANG|NO_COLOR|NODE_)/.test(name),
  );
  return Object.fromEntries(kept);
};

/** Not a document: an empty one, in which nothing is as expected. */
const parsed = (text: string): Answer => {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {} as Answer;
  }
};

/** A machine of its own: an empty home, an empty folder, English unless said otherwise. Gone when the test ends. */
export const newMachine = (t: { teardown(undo: () => void): void }): Machine => {
  const base = mkdtempSync(join(tmpdir(), 'pochette-cli-'));
  t.teardown(() => rmSync(base, { recursive: true, force: true }));
  const home = join(base, 'home');
  const start: Machine['start'] = (args, env = {}) =>
    spawn(process.execPath, ['--input-type=module', '-e', RUN, '--', ...args], {
      cwd: base,
      env: { ...bare(process.env), LANG: 'en_GB.UTF-8', TZ: 'Europe/Paris', POCHETTE_HOME: home, ...env },
      stdio: 'pipe',
    });
  const run: Machine['run'] = (args, input = '', env = {}) =>
    new Promise((resolve, reject) => {
      const child = start(args, env);
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout?.on('data', (piece: Buffer) => out.push(piece));
      child.stderr?.on('data', (piece: Buffer) => err.push(piece));
      child.stdin?.on('error', () => {}); // a command that asks nothing may end first
      child.stdin?.end(input);
      child.once('error', reject);
      child.once('close', (code) => {
        const bytes = Buffer.concat(out);
        const text = bytes.toString();
        resolve({ code, bytes, out: text, err: Buffer.concat(err).toString(), json: parsed(text) });
      });
    });
  return { home, folder: base, run, start };
};
