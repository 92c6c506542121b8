import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import pg from 'pg';
import { startEmbeddedPostgres } from '../src/server/database/embedded/index.js';

/** What a measurement leaves behind is taken away, last first, whatever happened. */
export interface Ground {
  /** On a real disk, or what is flushed there means nothing. */
  readonly folder: string;
  /** A database of its own, empty; owned by whoever connects. */
  database(): Promise<string>;
  later(undo: () => unknown): void;
}

const silent = (): void => {};

const startPostgres = async (folder: string, later: Ground['later']): Promise<string> => {
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: silent });
  later(postgres.stop);
  return postgres.url;
};

export const query = async (url: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
};

export const withGround = async <T>(work: (ground: Ground) => Promise<T>): Promise<T> => {
  const steps: (() => unknown)[] = [];
  const later = (undo: () => unknown): void => void steps.unshift(undo);
  const folder = mkdtempSync(join(tmpdir(), 'pochette-bench-'));
  chmodSync(folder, 0o711); // under root another account runs the database
  later(() => rmSync(folder, { recursive: true, force: true }));
  let postgres: Promise<string> | undefined;
  let databases = 0;
  const database = async (): Promise<string> => {
    postgres ??= startPostgres(folder, later);
    const url = new URL(await postgres);
    const name = `bench_${++databases}`;
    await query(url.href, `create database ${name}`);
    url.pathname = `/${name}`;
    return url.href;
  };
  try {
    return await work({ folder, database, later });
  } finally {
    for (const step of steps) await step();
  }
};
