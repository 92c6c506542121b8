import { type Static, Type } from 'typebox';
import { Bytes, closed, contract, Count, Id, Millis, orNull, SignedBytes } from './contract.js';
import { DEPOSIT_PARTS, StoredDeposit } from './deposits.js';

/** Padded to multiples of 512 bytes, and wrapped by 73 more. */
const Card = Bytes(73 + 2048, 73 + 8192);

/** A link for leaving papers, as its holder sends it. */
export const NewDrop = closed({ statement: SignedBytes, card: Card, own: Bytes(105) });
export type NewDrop = Static<typeof NewDrop>;

export const makeDrop = contract({
  id: 'makeDrop',
  method: 'POST',
  url: '/v1/safes/:safe/drops',
  access: 'account',
  tag: 'Deposit links',
  summary: 'Let papers be left for me by whoever has a link',
  description:
    'By the holder, for at most 31 days, 50 papers and 1 GiB. What opens the link is never sent: the server knows a name and ' +
    'a public key that follow from it. Sending the same again answers the same.',
  params: closed({ safe: Id }),
  body: NewDrop,
  status: 201,
  response: closed({ drop: Id, expiresAt: Millis }),
  errors: ['conflict', 'damaged', 'not_found', 'drop_expired', 'too_large'],
});

export const DropState = Type.Union([
  Type.Literal('open'),
  Type.Literal('full'),
  Type.Literal('expired'),
  Type.Literal('ended'),
]);
export type DropState = Static<typeof DropState>;

export const ListedDrop = closed({
  statement: Type.String({ description: 'signed statement, base64url' }),
  card: Type.String(),
  own: Type.String(),
  state: DropState,
  /** How many papers came by it, and how many bytes. */
  papers: Count,
  bytes: Count,
  madeAt: Millis,
  lastUsedAt: orNull(Millis),
  endedAt: orNull(Millis),
});
export type ListedDrop = Static<typeof ListedDrop>;

export const listDrops = contract({
  id: 'listDrops',
  method: 'GET',
  url: '/v1/safes/:safe/drops',
  access: 'account',
  tag: 'Deposit links',
  summary: 'List the links by which papers can be left for me, those that are over included',
  description: 'What is over is listed for 92 days more.',
  params: closed({ safe: Id }),
  status: 200,
  response: closed({ drops: Type.Array(ListedDrop) }),
  errors: ['not_found'],
});

export const endDrop = contract({
  id: 'endDrop',
  method: 'POST',
  url: '/v1/drops/:drop/end',
  access: 'account',
  tag: 'Deposit links',
  summary: 'End a link for leaving papers at once',
  description: 'By the holder. From the answer on nothing is taken by it. What came before still waits.',
  params: closed({ drop: Id }),
  body: closed({ end: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found'],
});

export const lookAtDrop = contract({
  id: 'lookAtDrop',
  method: 'POST',
  url: '/v1/drops/look',
  access: 'public',
  tag: 'Deposit links',
  summary: 'Look at a link for leaving papers, and get a token to leave them with',
  description:
    'Answers a challenge of /v1/locks/challenge for the link’s locator with a signature of type `drop.look`. Who does not have ' +
    'the link is told the same whether there is one or not. The token is good for an hour at most; looking again gives another.',
  body: closed({ drop: Id, challenge: Bytes(32), signature: Bytes(64) }),
  status: 200,
  response: closed({
    state: DropState,
    /** What it says of itself; null once it was ended. */
    card: orNull(Type.String()),
    expiresAt: Millis,
    papersLeft: Count,
    bytesLeft: Count,
    /** Largest content container. */
    maxPaperBytes: Count,
    /** Null unless it is open. */
    token: orNull(Type.String({ description: 'bearer token to leave papers with' })),
  }),
  errors: ['unauthorized'],
});

export const sendDrop = contract({
  id: 'sendDrop',
  method: 'PUT',
  url: '/v1/drop/papers/:document',
  access: 'link',
  tag: 'Deposit links',
  summary: 'Leave a paper for the person who made the link',
  description:
    'Signed with the link’s own key. The paper waits apart from the others until the holder keeps or refuses it. The same paper ' +
    'may be sent again while it waits: it is replaced, and counts once.',
  params: closed({ document: Id }),
  multipart: DEPOSIT_PARTS,
  status: 201,
  response: StoredDeposit,
  errors: [
    'session_over',
    'drop_ended',
    'drop_expired',
    'drop_full',
    'deposits_full',
    'quota_exceeded',
    'root_mismatch',
    'conflict',
    'too_large',
    'storage_full',
  ],
});
