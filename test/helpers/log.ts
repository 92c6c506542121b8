import { fromBase64Url, fromHex, toHex } from '../../src/core/bytes.js';
import {
  type LogBody,
  type LogEntry,
  type LogPin,
  logStart,
  readLogBody,
  verifyLog,
} from '../../src/core/protocol/log.js';
import { call, type Holder } from './holder.js';

export interface ReadLog {
  readonly entries: readonly LogEntry[];
  readonly bodies: readonly LogBody[];
  readonly end: LogPin;
}

/** The whole log, page by page, verified from the chain's beginning by the client's own rule. */
export const readLog = async (holder: Holder, limit = 1000): Promise<ReadLog> => {
  const entries: LogEntry[] = [];
  for (let more = true; more; ) {
    const path = `/v1/safes/${toHex(holder.safe)}/log?limit=${limit}&after=${entries.at(-1)?.seq ?? 0}`;
    const answer = await call(holder, 'GET', path);
    if (answer.status !== 200) throw new Error(`no log: ${JSON.stringify(answer.json)}`);
    for (const wire of answer.json.entries) {
      entries.push({
        seq: wire.seq,
        at: wire.at,
        salt: fromBase64Url(wire.salt),
        body: fromBase64Url(wire.body),
        hash: fromHex(wire.hash, 32),
      });
    }
    more = answer.json.more;
  }
  const end = verifyLog(logStart(holder.safe), entries);
  return { entries, bodies: entries.map((entry) => readLogBody(entry.body)), end };
};

/** Entries as short words: `paper.read ok`. */
export const words = ({ bodies }: Pick<ReadLog, 'bodies'>): string[] =>
  bodies.map((body) => `${body.act} ${body.out}`);
