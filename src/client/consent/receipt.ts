import { toBase64Url, toHex } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import type { Poster } from '../../core/protocol/contact.js';
import { openWithdrawal } from '../../core/protocol/grant-end.js';
import { type Identity, type IdentityLink, openPinnedIdentity } from '../../core/protocol/identity.js';
import { readLogBody } from '../../core/protocol/log.js';
import { verifiedLog } from '../history.js';
import { currentState, stateWith } from '../papers.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';
import { meetRelay } from '../relay/open.js';
import { fetchIdentity, openFromContact } from './chains.js';
import type { Given } from './given.js';
import { signersIn } from './givers.js';
import { openPassedOn } from './passed-on.js';
import { certifiedName } from './recipient.js';
import { type ReceiptProof, receiptText } from './receipt-text.js';

const linkText = ({ statement, approval }: IdentityLink) => ({
  statement: toBase64Url(statement),
  approval: approval && toBase64Url(approval),
});

/** Who can end a grant in a receipt: each with the key that they sign with. */
type Party = Pick<Identity, 'uid' | 'sign'>;

/** The signed end of a grant as the log keeps it: by who the entry says ended it, under their own key and no other's. */
const findWithdrawal = async (
  session: Session,
  { id, grant }: Pick<Given, 'id' | 'grant'>,
  recipients: readonly Party[],
): Promise<Uint8Array | null> => {
  const { safe } = await currentState(session);
  for (const { body } of await verifiedLog(session, safe.head.log)) {
    const entry = readLogBody(body);
    if (entry.act !== 'grant.end' || entry.grant !== id || entry.out !== 'ok' || entry.proof === null)
      continue;
    const envelope = wireBytes(entry.proof);
    for (const { uid, sign } of [session.identity, ...recipients]) {
      if (entry.by !== toHex(uid)) continue;
      try {
        openWithdrawal(envelope, sign, grant, uid);
        return envelope;
      } catch {
        // signed by another
      }
    }
  }
  return null;
};

/** The recipient's chain and, with the poster of a relay, what the association says of it. */
const recipientProof = async (
  session: Session,
  { grant }: Pick<Given, 'grant'>,
  poster: Poster | undefined,
) => {
  const { to } = grant;
  const pin = { uid: to.id, gen: to.gen, fp: to.fp };
  const links = await fetchIdentity(session, to.id);
  const identity = openPinnedIdentity(pin, links);
  const { role } = identity;
  const parties = role === 'worker' ? [identity] : [];
  const chain = links.slice(0, to.gen).map(linkText);
  if (role !== 'relay' || !poster) return { parties, chain, directory: null, certificate: null };
  const relay = await meetRelay(session, to.id, (all) => openFromContact(poster, all));
  certifiedName(relay, poster.directory);
  return { parties, chain, directory: toBase64Url(poster.directory), certificate: relay.certificate };
};

/** What is exported: a grant of the holder's, or what somebody passed on. */
interface Exported extends Pick<Given, 'id' | 'grant' | 'envelope' | 'privateBytes' | 'endedAt'> {
  readonly parent: Given | null;
}

const find = async (session: Session, id: string): Promise<Exported> => {
  const { grants, passedOn } = await stateWith(session, id);
  const given = grants.find((one) => one.id === id);
  if (given) return { ...given, parent: null };
  const [sub] = await openPassedOn(
    session,
    passedOn.filter((one) => one.id === id),
  );
  if (!sub) throw new SafeError('not_found');
  if (!sub.giver || !sub.opened) throw damaged();
  return { ...sub, privateBytes: sub.opened.privateBytes };
};

const teamOf = async (session: Session, { to }: Given['grant']) => {
  const pin = { uid: to.id, gen: to.gen, fp: to.fp };
  const { teamLinks } = await meetRelay(session, to.id, (all) => openPinnedIdentity(pin, all));
  return teamLinks.map(({ entry, approval }) => ({
    entry: toBase64Url(entry),
    approval: approval && toBase64Url(approval),
  }));
};

/** The receipt within which it was passed on, with the chains of whom that is for. */
const parentProof = async (session: Session, { grant, envelope, privateBytes }: Given) => {
  const links = await fetchIdentity(session, grant.to.id);
  const pin = { uid: grant.to.id, gen: grant.to.gen, fp: grant.to.fp };
  const isRelay = openPinnedIdentity(pin, links).role === 'relay';
  return {
    grant: toBase64Url(envelope),
    private: toBase64Url(privateBytes),
    recipient: links.map(linkText),
    team: isRelay ? await teamOf(session, grant) : null,
  };
};

const signersOf = (
  { team, recipient }: NonNullable<ReceiptProof['parent']>,
  { grant }: Given,
): readonly Party[] => signersIn(grant.to, { identity: recipient, team });

/**
 * The receipt of a consent for the person's own papers, to be read without Pochette and verified without a server. Fields as
 * in ISO/IEC TS 27560, and the signed bytes themselves.
 *
 * Of what was passed on, the receipt of what was shown goes along.
 *
 * @param options.poster with it, the certificate of the association goes along
 * @throws SafeError `not_found`, `damaged` for what nothing proves
 */
export const exportReceipt = async (
  session: Session,
  id: string,
  options: { readonly poster?: Poster | undefined } = {},
): Promise<string> => {
  const given = await find(session, id);
  const parent = given.parent && (await parentProof(session, given.parent));
  const { parties, chain, directory, certificate } = await recipientProof(session, given, options.poster);
  const enders = parent && given.parent ? [...parties, ...signersOf(parent, given.parent)] : parties;
  const withdrawal = given.endedAt === null ? null : await findWithdrawal(session, given, enders);
  const proof: ReceiptProof = {
    grant: toBase64Url(given.envelope),
    private: toBase64Url(given.privateBytes),
    holder: session.links.map(linkText),
    recipient: chain,
    directory,
    certificate,
    withdrawal: withdrawal && toBase64Url(withdrawal),
    ...(parent && { parent }),
  };
  return receiptText(proof).text;
};
