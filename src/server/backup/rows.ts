import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { SafeError } from '../../core/errors.js';
import { tableFile } from './format.js';

/** Rows fetched or inserted at once: the largest holds a metadata container of 20 KB, twice as long in hexadecimal. */
const BATCH = 200;

/** Hashes what passes. */
const hashing = () => {
  const hash = createHash('sha256');
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, digest: (): string => hash.digest('hex') };
};

async function* linesOf(client: pg.ClientBase, table: string, count: (rows: number) => void) {
  const name = pg.escapeIdentifier(table);
  await client.query(
    `declare dump no scroll cursor for select row_to_json(t)::text as line from public.${name} t`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${BATCH} from dump`);
    if (rows.length === 0) break;
    count(rows.length);
    yield rows.map(({ line }) => `${line}\n`).join('');
  }
  await client.query('close dump');
}

/** Writes a table as the client's transaction sees it. */
export const dumpTable = async (
  client: pg.ClientBase,
  table: string,
  folder: string,
): Promise<{ name: string; rows: number; sha256: string }> => {
  let rows = 0;
  const { stream, digest } = hashing();
  await pipeline(
    linesOf(client, table, (more) => (rows += more)),
    createGzip({ level: 3 }),
    stream,
    createWriteStream(tableFile(folder, table), { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { name: table, rows, sha256: digest() };
};

/** The hash of a table's file, to be compared with what the backup says of it. */
export const hashTable = async (folder: string, table: string): Promise<string> => {
  const { stream, digest } = hashing();
  await pipeline(createReadStream(tableFile(folder, table)), stream, async (pieces) => {
    for await (const _ of pieces);
  });
  return digest();
};

/** The rows of a table in a backup, each as JSON. */
export async function* readTable(folder: string, table: string): AsyncGenerator<string> {
  const packed = createReadStream(tableFile(folder, table));
  const text = createGunzip().setEncoding('utf8');
  packed.on('error', (error) => text.destroy(error));
  try {
    let rest = '';
    for await (const piece of packed.pipe(text)) {
      const lines = (rest + String(piece)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    packed.destroy();
  }
}

const insert = async (client: pg.ClientBase, table: string, rows: readonly string[]): Promise<void> => {
  const name = pg.escapeIdentifier(table);
  await client.query(
    `insert into public.${name} select * from json_populate_recordset(null::public.${name}, $1::json)`,
    [`[${rows.join(',')}]`],
  );
};

/** Fills an empty table; throws if it then holds another number of rows than the backup says. */
export const loadTable = async (
  client: pg.ClientBase,
  folder: string,
  { name, rows }: { name: string; rows: number },
): Promise<void> => {
  let loaded = 0;
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insert(client, name, batch);
    loaded += batch.length;
    batch = [];
  };
  for await (const line of readTable(folder, name)) {
    if (batch.push(line) === BATCH) await flush();
  }
  await flush();
  if (loaded === rows) return;
  throw new SafeError('damaged', {
    message: `The backup of ${name} holds ${loaded} rows where it says ${rows}.`,
  });
};
