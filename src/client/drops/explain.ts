import { toHex } from '../../core/bytes.js';
import { isSafeError } from '../../core/errors.js';
import { openDrop } from '../../core/protocol/drop.js';
import { MAX_DROP_MS, openDropEnd, openDropLink } from '../../core/protocol/drop-link.js';
import type { LogBody } from '../../core/protocol/log.js';
import type { Explained } from '../consent/explain.js';
import type { Session } from '../session.js';
import { wireBytes, wireId } from '../wire.js';
import { type Drop, wholeDrops } from './list.js';

/** An entry of the log, and when it was written. */
interface Entry {
  readonly at: number;
  readonly body: LogBody;
}

const holds = (open: () => unknown): boolean => {
  try {
    open();
    return true;
  } catch (error) {
    if (!isSafeError(error)) throw error;
    return false;
  }
};

/** Whether an entry that has to be signed is: by the holder, or, what was left, with the link's own key. */
const isSigned = (
  { uid, safe, identity }: Session,
  { act, proof, doc }: LogBody,
  { statement }: Drop,
): boolean => {
  const envelope = wireBytes(proof ?? '');
  const { loc, auth } = statement;
  if (act === 'drop.add') return holds(() => openDrop(envelope, auth, { loc, safe, doc: wireId(doc ?? '') }));
  if (act === 'drop.end') return holds(() => openDropEnd(envelope, identity.sign, { loc, safe, by: uid }));
  return holds(() => openDropLink(envelope, identity.sign, { safe, by: uid }));
};

const SIGNED: ReadonlySet<LogBody['act']> = new Set(['drop.make', 'drop.add', 'drop.end']);

const isOfDrop = ({ act }: LogBody): boolean => act.startsWith('drop.');

/**
 * Tells of each entry about a link for leaving papers whom it was for, and whether it is proven; each proof counts once. A
 * link of which the history tells and that the server hides from the list, or alters there, is said so while it has to be there. Undefined for
 * what is about no such link.
 */
export const explainDrops = async (
  session: Session,
  log: readonly Entry[],
): Promise<(entry: Entry) => Explained | undefined> => {
  // What was refused names none.
  const named = log.some(({ body }) => body.act === 'drop.make' && body.out === 'ok');
  const drops = new Map(named ? (await wholeDrops(session)).map((one) => [one.id, one]) : []);
  const kept = session.device.clock.now() - MAX_DROP_MS;
  const used = new Set<string>();
  return ({ at, body }) => {
    if (!isOfDrop(body)) return undefined;
    const { grant, act, out, proof } = body;
    if (grant === null) return {};
    const drop = drops.get(grant);
    if (!drop) return { link: grant, ...(at > kept ? { proof: 'broken' } : {}) };
    const { from, purpose } = drop.card;
    const told = {
      link: toHex(drop.statement.loc),
      agency: from,
      ...(body.by === null || purpose === '' ? {} : { purpose }),
    };
    if (out !== 'ok' || !SIGNED.has(act)) return told;
    const proven = isSigned(session, body, drop) && !used.has(proof ?? '');
    used.add(proof ?? '');
    return { ...told, proof: proven ? 'holds' : 'broken' };
  };
};
