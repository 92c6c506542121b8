/**
 * What the server is measured against: Fastify alone, doing the one thing measured and nothing that makes it safe.
 * Arguments: a folder, the address of a database (optional).
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Fastify from 'fastify';
import pg from 'pg';
import { doJobs } from './child.js';

const [folder = '.', databaseUrl = ''] = process.argv.slice(2);
const app = Fastify({ bodyLimit: Number.MAX_SAFE_INTEGER });
app.addContentTypeParser('*', (_request, _payload, done) => done(null));

const named = (params: unknown): string => join(folder, (params as { name: string }).name);

app.put('/files/:name', async (request) => {
  const path = named(request.params);
  await pipeline(request.raw, createWriteStream(path));
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
  return { stored: true };
});

app.get('/files/:name', async (request, reply) => {
  const path = named(request.params);
  const { size } = await stat(path);
  return reply.header('content-length', size).type('application/octet-stream').send(createReadStream(path));
});

if (databaseUrl !== '') {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  app.get('/rows/:id', async (request, reply) => {
    const { id } = request.params as { id: string };
    const { rows } = await pool.query<{ bytes: Buffer }>(
      `with found as (select id, bytes from bench_rows where id = $1),
      entry as (insert into bench_log (row_id) select id from found)
      select bytes from found`,
      [Number(id)],
    );
    return reply.type('application/octet-stream').send(rows[0]?.bytes);
  });
}

await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;
doJobs<object, { port: number }>(() => Promise.resolve({ port }));
