import { type Static, Type } from 'typebox';
import { Bytes, closed, contract, Id, Millis, orNull, SignedBytes } from './contract.js';

/** Padded to multiples of 512 bytes, and wrapped by 73 more. */
const AskBytes = Bytes(73 + 512, 73 + 2048);

/** Asking for a paper, as a worker sends it: what is asked for is ciphertext. */
const NewAsk = closed({ ask: SignedBytes, body: AskBytes });

export const MAX_ASKS_AT_ONCE = 20;

export const makeAsks = contract({
  id: 'makeAsks',
  method: 'POST',
  url: '/v1/grants/:grant/asks',
  access: 'account',
  tag: 'Consent',
  summary: 'Ask somebody for papers who shows something already',
  description:
    'By the worker whom the grant is for, or any member of that relay, each ask signed by them, for at most 30 days. Kinds and ' +
    'notes are wrapped under the key of the grant. At most 20 wait from one relay or worker, 100 in 30 days. All of them are ' +
    'taken, or none; sending the same again answers the same. An ask ends with its grant, and when its author leaves the relay.',
  params: closed({ grant: Id }),
  body: closed({ asks: Type.Array(NewAsk, { minItems: 1, maxItems: MAX_ASKS_AT_ONCE }) }),
  status: 204,
  response: null,
  errors: [
    'damaged',
    'not_found',
    'not_granted',
    'grant_ended',
    'grant_expired',
    'grant_not_started',
    'conflict',
    'asks_full',
  ],
});

export const AskState = Type.Union([
  Type.Literal('open'),
  Type.Literal('shown'),
  Type.Literal('refused'),
  Type.Literal('withdrawn'),
  Type.Literal('expired'),
  Type.Literal('over'),
]);
export type AskState = Static<typeof AskState>;

export const ListedAsk = closed({
  ask: Type.String({ description: 'signed statement, base64url' }),
  body: Type.String({ description: 'what is asked for, wrapped' }),
  /** `over`: the grant has ended, or who asked has left the relay. */
  state: AskState,
  madeAt: Millis,
  endedAt: orNull(Millis),
  /** How it ended, signed by who ended it; null where nobody did. */
  end: orNull(Type.String()),
});
export type ListedAsk = Static<typeof ListedAsk>;

const Listed = closed({ asks: Type.Array(ListedAsk) });

export const listMadeAsks = contract({
  id: 'listMadeAsks',
  method: 'GET',
  url: '/v1/grants/:grant/asks',
  access: 'account',
  tag: 'Consent',
  summary: 'List what was asked for under a grant that is for me or my relay, with what came of it',
  description:
    'The newest 200, those that are over included, for two months. Nothing is told once the grant is over.',
  params: closed({ grant: Id }),
  status: 200,
  response: Listed,
  errors: ['not_found', 'grant_ended', 'grant_expired'],
});

export const listAsks = contract({
  id: 'listAsks',
  method: 'GET',
  url: '/v1/safes/:safe/asks',
  access: 'account',
  tag: 'Consent',
  summary: 'List the papers that I am asked for now',
  params: closed({ safe: Id }),
  status: 200,
  response: Listed,
  errors: ['not_found'],
});

export const endAsk = contract({
  id: 'endAsk',
  method: 'POST',
  url: '/v1/asks/:ask/end',
  access: 'account',
  tag: 'Consent',
  summary: 'End asking for a paper: by the holder, who shows it or does not want to, or by those who asked',
  description:
    'The holder signs `shown` or `refused`, the worker or a colleague `withdrawn`. Ending it again answers again.',
  params: closed({ ask: Id }),
  body: closed({ end: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found'],
});
