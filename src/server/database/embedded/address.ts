import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { SafeError } from '../../../core/errors.js';
import { type Address, OWNER } from './settings.js';

/** Under sockets the port only names the file `.s.PGSQL.5432`. */
const SOCKET_PORT = 5432;

/** sun_path holds 104 bytes with its end on macOS, 108 on Linux. */
const MAX_SOCKET_PATH = 103;

const canListen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** The same folder tries the same ports first, so that the address rarely changes between starts. */
const freePort = async (home: string): Promise<number> => {
  const first = createHash('sha256').update(home).digest().readUInt32BE() % 10_000;
  for (let step = 0; step < 100; step += 1) {
    const port = 20_000 + ((first + step) % 10_000);
    if (await canListen(port)) return port;
  }
  throw new SafeError('cannot_start', { message: 'No free port was found for the database on 127.0.0.1.' });
};

export const tcpAddress = async (home: string, port?: number): Promise<Address> => ({
  kind: 'tcp',
  port: port ?? (await freePort(home)),
});

/** A socket in the database's own folder; the loopback if a port is asked for or the path is too long for a socket. */
export const chooseAddress = async (home: string, port?: number): Promise<Address> => {
  const path = join(home, `.s.PGSQL.${SOCKET_PORT}`);
  const fits = process.platform !== 'win32' && Buffer.byteLength(path) <= MAX_SOCKET_PATH;
  if (port !== undefined || !fits) return tcpAddress(home, port);
  return { kind: 'socket', folder: home, port: SOCKET_PORT };
};

/** A connection URL as libpq and pg read it: a socket's folder goes percent-encoded where the host goes. */
export const urlOf = (address: Address, password: string, database: string): string => {
  const host = address.kind === 'socket' ? encodeURIComponent(address.folder) : '127.0.0.1';
  return `postgres://${OWNER}:${password}@${host}:${address.port}/${database}`;
};
