import { toHex } from '../../core/bytes.js';
import { lockAuthKeys } from '../../core/crypto/locked-secret.js';
import { isSafeError } from '../../core/errors.js';
import { linkPapersHash, MAX_LINK_MS, openLinkChange, openLinkEnd } from '../../core/protocol/link.js';
import { openLinkReceipt } from '../../core/protocol/link-receipt.js';
import { parseLink, unwrapNote } from '../../core/protocol/link-secret.js';
import type { LogBody } from '../../core/protocol/log.js';
import type { Explained } from '../consent/explain.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';
import { type Link, listLinks } from './list.js';

/** An entry of the log, and when it was written. */
interface Entry {
  readonly at: number;
  readonly body: LogBody;
}

const attempt = <T>(open: () => T): T | undefined => {
  try {
    return open();
  } catch (error) {
    if (!isSafeError(error)) throw error;
    return undefined;
  }
};

/** The name that the opener left, if the link's own key signed the receipt. */
const receiptOf = ({ proof }: LogBody, { url, statement }: Link): Explained => {
  const { secret } = parseLink(url);
  const meant = { loc: statement.loc, papers: linkPapersHash(statement) };
  const receipt = attempt(() =>
    openLinkReceipt(wireBytes(proof ?? ''), lockAuthKeys('link', secret).publicKey, meant),
  );
  if (!receipt) return { proof: 'broken' };
  const name = receipt.name && attempt(() => unwrapNote(secret, statement.loc, receipt.name as Uint8Array));
  return { proof: 'holds', ...(name ? { signedAs: name } : {}) };
};

/** Whether it was done by who made the link for the holder. */
const isMakers = ({ by }: LogBody, { statement }: Link): boolean => by === toHex(statement.by);

/** Whether who changed or ended a link signed it. */
const isSigned = (body: LogBody, { statement, signers }: Link): boolean =>
  signers
    .filter(({ uid }) => toHex(uid) === body.by)
    .some(({ uid, sign }) =>
      attempt(() =>
        body.act === 'link.end'
          ? openLinkEnd(wireBytes(body.proof ?? ''), sign, statement, uid)
          : openLinkChange(wireBytes(body.proof ?? ''), sign, statement, uid),
      ),
    );

const proofOf = (body: LogBody, link: Link): Explained => {
  if (body.act === 'link.receipt') return receiptOf(body, link);
  if (body.act !== 'link.change' && body.act !== 'link.end') return {};
  // Another of the relay may end a link; their keys are not among those that come with it.
  if (body.out !== 'ok' || !link.signers.some(({ uid }) => toHex(uid) === body.by)) return {};
  return { proof: isSigned(body, link) ? 'holds' : 'broken' };
};

/**
 * Tells of each entry about a link for whom that was, to which papers, and whether it is proven. A link of which the history
 * tells and that the server hides from the list is said so while it has to be there. Undefined for what is about no link.
 */
export const explainLinks = async (
  session: Session,
  log: readonly Entry[],
): Promise<(entry: Entry) => Explained | undefined> => {
  // What was refused proves nothing: its id is what somebody wrote there.
  const made = log.filter(({ body }) => body.act === 'link.make' && body.out === 'ok');
  const ids = new Set(made.map(({ body }) => body.grant));
  if (ids.size === 0) return ({ body }) => (body.act.startsWith('link.') ? {} : undefined);
  const links = new Map((await listLinks(session)).map((one) => [one.id, one]));
  const { papers } = await currentState(session);
  const kept = session.device.clock.now() - MAX_LINK_MS;

  return (entry) => {
    const { body } = entry;
    // Whoever has an account reads under a grant, whatever a link is called.
    const isOfLink = body.act.startsWith('link.') || body.by === null;
    if (!isOfLink) return undefined;
    if (body.grant === null || !ids.has(body.grant)) return body.act.startsWith('link.') ? {} : undefined;
    const link = links.get(body.grant);
    if (!link) return { link: body.grant, ...(entry.at > kept ? { proof: 'broken' } : {}) };
    const titles = link.statement.papers.map(({ doc }) => papers.get(toHex(doc))?.metadata.title);
    return {
      link: link.id,
      agency: link.agency,
      ...(link.under?.name ? { relay: link.under.name } : {}),
      ...(link.under?.worker && isMakers(body, link) ? { worker: link.under.worker } : {}),
      ...(body.by === null || link.purpose === '' ? {} : { purpose: link.purpose }),
      what: titles.filter((one) => one !== undefined),
      docs: link.statement.papers.map(({ doc }) => toHex(doc)),
      people: body.by === null ? [] : [body.by],
      ...proofOf(body, link),
    };
  };
};
