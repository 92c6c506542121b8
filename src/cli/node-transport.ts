import http from 'node:http';
import https from 'node:https';
import type { HttpAnswer, HttpRequest, StreamedBody, Transport } from '../client/ports.js';
import { isSafeError, type SafeError } from '../core/errors.js';
import { unreachable } from './network-faults.js';

export interface NodeTransport extends Transport {
  /** Lets go of idle connections, so that the program can end. */
  close(): void;
}

export interface Patience {
  /** Milliseconds until a connection must stand, TLS included. */
  readonly connect: number;
  /** Milliseconds without a byte in either direction while the other side is expected to act. */
  readonly idle: number;
}

const PATIENCE: Patience = { connect: 10_000, idle: 60_000 };

/** One request on its way. */
interface Exchange {
  /** Scheme, name and port of the other side. */
  readonly server: string;
  readonly request: http.ClientRequest;
  /** The server spoke before everything was sent: sending more is no use. */
  answered: boolean;
  sent: boolean;
  /** While our own disk or cipher is slow, the server is not to blame. */
  waitingForUs: boolean;
  /** Why we gave up, when it was us. */
  reason: unknown;
}

const bodySize = (body: HttpRequest['body']): number | null => {
  if (body === undefined) return null;
  return body instanceof Uint8Array ? body.length : body.size;
};

const giveUp = (exchange: Exchange, reason: unknown): void => {
  exchange.reason ??= reason;
  exchange.request.destroy();
};

/** Resolves when the connection takes more, or never will. */
const drained = (request: http.ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      request.off('drain', done).off('close', done).off('response', done);
      resolve();
    };
    request.on('drain', done).on('close', done).on('response', done);
  });

async function sendBody(exchange: Exchange, body: StreamedBody): Promise<void> {
  const { request } = exchange;
  exchange.waitingForUs = true;
  for await (const piece of body.bytes) {
    if (exchange.answered || request.destroyed) return;
    exchange.waitingForUs = false;
    if (!request.write(piece)) await drained(request);
    // An early refusal is read before the next write fails on the connection that the server closed.
    if (exchange.answered || request.destroyed) return;
    exchange.waitingForUs = true;
  }
  exchange.waitingForUs = false;
  exchange.sent = true;
  request.end();
}

function send(exchange: Exchange, body: HttpRequest['body']): void {
  if (body === undefined || body instanceof Uint8Array) {
    exchange.sent = true;
    exchange.request.end(body);
    return;
  }
  // A source that fails (a file that changed) is the caller's error, not the network's.
  sendBody(exchange, body).catch((error: unknown) => {
    if (!exchange.answered) giveUp(exchange, error);
  });
}

const faultOf = (exchange: Exchange, error: unknown): unknown =>
  exchange.reason ?? unreachable(error, exchange.server);

async function* answerBytes(exchange: Exchange, response: http.IncomingMessage) {
  try {
    for await (const piece of response) yield piece as Uint8Array;
    if (!response.complete) throw new Error('cut');
  } catch (error) {
    throw isSafeError(error) ? error : faultOf(exchange, error);
  } finally {
    // A connection on which half a request was sent can't carry another one.
    if (!exchange.sent) exchange.request.destroy();
  }
}

const asAnswer = (exchange: Exchange, response: http.IncomingMessage): HttpAnswer => ({
  status: response.statusCode ?? 0,
  header: (name) => {
    const value = response.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  },
  bytes: answerBytes(exchange, response),
});

const expired = ({ server }: Exchange): SafeError =>
  unreachable(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }), server);

/** Ends an exchange in which the other side does nothing for too long. */
function watch(exchange: Exchange, patience: Patience): void {
  const { request } = exchange;
  let response: http.IncomingMessage | undefined;
  request.on('response', (value) => {
    response = value;
  });
  request.on('socket', (socket) => {
    if (socket.connecting) {
      const timer = setTimeout(() => giveUp(exchange, expired(exchange)), patience.connect);
      const stop = () => clearTimeout(timer);
      socket.once(socket instanceof Object && 'encrypted' in socket ? 'secureConnect' : 'connect', stop);
      request.once('close', stop);
    }
    request.setTimeout(patience.idle, () => {
      const ours = exchange.waitingForUs || (response?.readableLength ?? 0) > 0;
      if (ours) socket.setTimeout(patience.idle);
      else giveUp(exchange, expired(exchange));
    });
  });
}

/**
 * HTTP as Node speaks it: streams both ways with backpressure and exact lengths, checks certificates, follows no
 * redirect. What the server answers while we still send is the answer; everything else that breaks is `unavailable`.
 */
export const nodeTransport = (patience: Patience = PATIENCE): NodeTransport => {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  const request = (wanted: HttpRequest): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const url = new URL(wanted.url);
      const secure = url.protocol === 'https:';
      const size = bodySize(wanted.body);
      const outgoing = (secure ? https : http).request(url, {
        method: wanted.method,
        headers: { ...wanted.headers, ...(size === null ? {} : { 'content-length': String(size) }) },
        agent: agents[secure ? 'https:' : 'http:'],
      });
      const exchange: Exchange = {
        server: url.origin,
        request: outgoing,
        answered: false,
        sent: false,
        waitingForUs: false,
        reason: undefined,
      };
      outgoing.on('response', (response) => {
        exchange.answered = true;
        resolve(asAnswer(exchange, response));
      });
      outgoing.on('error', (error) => reject(faultOf(exchange, error)));
      outgoing.on('close', () => reject(faultOf(exchange, new Error('closed'))));
      watch(exchange, patience);
      send(exchange, wanted.body);
    });
  return {
    request,
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
};
