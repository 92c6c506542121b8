import { toBase64Url, utf8 } from '../../core/bytes.js';
import type { Contract } from '../../core/api/contract.js';
import { leaveReceipt as leave, readLinkedContent, readLinkedThumbnail } from '../../core/api/linked.js';
import { lockAuthKeys, lockLocator } from '../../core/crypto/locked-secret.js';
import { random } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import { linkPapersHash } from '../../core/protocol/link.js';
import { signLinkReceipt } from '../../core/protocol/link-receipt.js';
import { wrapNote } from '../../core/protocol/link-secret.js';
import { openContent, openThumbnail, resumed } from '../read.js';
import type { OpenedLink } from './open.js';
import type { LinkedPaper } from './verify.js';

const stored = (
  { api, clock }: OpenedLink,
  contract: typeof readLinkedContent | typeof readLinkedThumbnail,
  { doc, version }: LinkedPaper,
) =>
  resumed(clock, (from) =>
    api.stream<Contract & typeof contract>(contract, { document: doc, version }, from),
  );

/**
 * The bytes of a paper of an opened link, decrypted and verified while they come. **Nothing may be kept before the generator
 * ended.** Where the connection breaks it goes on; that uses up no opening.
 *
 * @throws SafeError `damaged`, `session_over`, `link_ended`, `link_expired`, `not_found` if the person took the paper away
 */
export const fetchPaper = (
  opened: OpenedLink,
  paper: LinkedPaper,
  onProgress?: (read: number, total: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> =>
  openContent(paper, stored(opened, readLinkedContent, paper), onProgress);

/** The small picture of a paper of an opened link, or null if it has none. */
export const fetchThumbnail = (opened: OpenedLink, paper: LinkedPaper): Promise<Uint8Array | null> =>
  openThumbnail(paper, () => stored(opened, readLinkedThumbnail, paper));

const MAX_NAME_BYTES = 62;

/**
 * Tells the person that the papers arrived, under a name that only they can read; null leaves none. Once for each opening:
 * another is `conflict`.
 *
 * @throws SafeError `invalid_request` for a name of more than 62 bytes
 */
export const leaveReceipt = async (opened: OpenedLink, name: string | null): Promise<void> => {
  const { address, statement, api } = opened;
  const trimmed = name?.trim() ?? '';
  if (utf8(trimmed).length > MAX_NAME_BYTES) throw new SafeError('invalid_request');
  const { secret } = address;
  const loc = lockLocator('link', secret);
  const receipt = signLinkReceipt(
    {
      loc,
      papers: linkPapersHash(statement),
      opened: opened.openedAt,
      nonce: random(16),
      name: trimmed === '' ? null : wrapNote(secret, loc, trimmed),
    },
    lockAuthKeys('link', secret).secretKey,
  );
  await api.call(leave, { body: { receipt: toBase64Url(receipt) } });
};
