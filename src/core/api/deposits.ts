import { type Static, Type } from 'typebox';
import { Bytes, closed, contract, Count, Hash, Id, Millis, orNull, SignedBytes } from './contract.js';
import { MAX_METADATA_CONTAINER } from './documents.js';

const SafeParams = closed({ safe: Id });
const DepositParams = closed({ safe: Id, document: Id });

export const DEPOSIT_PARTS = {
  content: 'the content container, of version 1',
  thumbnail: 'the thumbnail container, if the statement names one',
  metadata: 'the metadata container',
  key: 'the document key, sealed to the holder or to the link’s key, 1,169 bytes',
  statement: 'the signed statement',
};
const SEND_ERRORS = [
  'root_mismatch',
  'damaged',
  'conflict',
  'deposits_full',
  'quota_exceeded',
  'too_large',
  'storage_full',
  'not_found',
] as const;
export const StoredDeposit = closed({ sealed: Hash, storedBytes: Count });

export const findSafe = contract({
  id: 'findSafe',
  method: 'GET',
  url: '/v1/relays/:relay/holders/:holder',
  access: 'account',
  tag: 'Deposits',
  summary: 'Find the safe of a person whose public code was read, to leave papers there',
  description: 'For members of a certified relay. Containers name the safe that they belong to.',
  params: closed({ relay: Id, holder: Id }),
  status: 200,
  response: closed({ safe: Id }),
  errors: ['not_found', 'not_member', 'not_certified', 'deposits_closed'],
});

export const sendDeposit = contract({
  id: 'sendDeposit',
  method: 'PUT',
  url: '/v1/relays/:relay/safes/:safe/deposits/:document',
  access: 'account',
  tag: 'Deposits',
  summary: 'Leave a paper for a person, as a member of a certified relay',
  description:
    'Nobody has to open the safe. The paper waits apart from the others until the holder keeps or refuses it; only they can ' +
    'read it. Without a consent at most 50 papers and 100 MB wait in a safe, and a relay leaves 20 a day. What waits may be ' +
    'sent again by the same person and is replaced.',
  params: closed({ relay: Id, safe: Id, document: Id }),
  multipart: DEPOSIT_PARTS,
  status: 201,
  response: StoredDeposit,
  errors: [...SEND_ERRORS, 'not_member', 'not_certified', 'deposits_closed'],
});

export const sendDepositUnderGrant = contract({
  id: 'sendDepositUnderGrant',
  method: 'PUT',
  url: '/v1/grants/:grant/deposits/:document',
  access: 'account',
  tag: 'Deposits',
  summary: 'Leave a paper for a person who agreed to it',
  description:
    'Under a grant of a category or the safe with permission `add`; at most 200 papers wait in a safe.',
  params: closed({ grant: Id, document: Id }),
  multipart: DEPOSIT_PARTS,
  status: 201,
  response: StoredDeposit,
  errors: [...SEND_ERRORS, 'grant_ended', 'grant_expired', 'grant_not_started', 'not_granted'],
});

export const DepositWire = closed({
  doc: Id,
  statement: Type.String({ description: 'signed statement, base64url' }),
  /** The link by which it was left, as the holder made it; null where a worker left it. */
  link: orNull(closed({ statement: Type.String(), card: Type.String(), own: Type.String() })),
  sealedKey: Bytes(1169),
  metadata: Type.String({ description: 'metadata container, base64url' }),
  contentBytes: Count,
  thumbnailBytes: orNull(Count),
  /** When it was left. */
  at: Millis,
});
export type DepositWire = Static<typeof DepositWire>;

/** A deposit as the holder keeps it: their own manifest, over the bytes that are there and metadata of their own. */
export const AcceptWire = closed({
  doc: Id,
  manifest: SignedBytes,
  wrappedKey: Bytes(105),
  metadata: Bytes(1, MAX_METADATA_CONTAINER),
});
export type AcceptWire = Static<typeof AcceptWire>;

export const listDeposits = contract({
  id: 'listDeposits',
  method: 'GET',
  url: '/v1/safes/:safe/deposits',
  access: 'account',
  tag: 'Deposits',
  summary: 'List the papers that were left for me and wait, oldest first',
  params: SafeParams,
  status: 200,
  response: closed({ open: Type.Boolean(), deposits: Type.Array(DepositWire) }),
  errors: ['not_found'],
});

export const readDeposit = contract({
  id: 'readDeposit',
  method: 'GET',
  url: '/v1/safes/:safe/deposits/:document/content',
  access: 'account',
  tag: 'Deposits',
  summary: 'Read the content container of a paper that waits',
  description: 'Streams. One Range of bytes is served (206) if it begins and ends at chunk boundaries.',
  params: DepositParams,
  status: 200,
  response: 'application/octet-stream',
  errors: ['not_found', 'range_not_satisfiable'],
});

export const readDepositThumbnail = contract({
  id: 'readDepositThumbnail',
  method: 'GET',
  url: '/v1/safes/:safe/deposits/:document/thumbnail',
  access: 'account',
  tag: 'Deposits',
  summary: 'Read the thumbnail container of a paper that waits',
  params: DepositParams,
  status: 200,
  response: 'application/octet-stream',
  errors: ['not_found'],
});

export const refuseDeposits = contract({
  id: 'refuseDeposits',
  method: 'POST',
  url: '/v1/safes/:safe/deposits/refusals',
  access: 'account',
  tag: 'Deposits',
  summary: 'Refuse papers that wait: they are destroyed at once',
  description: 'Signed by the holder. Papers that are already refused or over stay so.',
  params: SafeParams,
  body: closed({ refusal: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found'],
});

export const setDepositDoor = contract({
  id: 'setDepositDoor',
  method: 'PUT',
  url: '/v1/safes/:safe/deposits/door',
  access: 'account',
  tag: 'Deposits',
  summary: 'Close the safe for papers from relays without a consent, or open it again',
  description: 'Open at first. What waits already stays.',
  params: SafeParams,
  body: closed({ open: Type.Boolean() }),
  status: 204,
  response: null,
  errors: ['not_found'],
});
