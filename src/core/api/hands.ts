import { Type } from 'typebox';
import { Bytes, closed, contract, Count, Hash, Id, Millis, orNull } from './contract.js';

const TAG = 'Hand-overs';
const Card = Bytes(73 + 2048);
/** Padded to multiples of 512 bytes, and wrapped by 73 more; the first of each side is shorter. */
const Message = Bytes(1, 73 + 8704);
const Seq = Type.Integer({ minimum: 0, maximum: 15 });

export const openHand = contract({
  id: 'openHand',
  method: 'POST',
  url: '/v1/hands',
  access: 'public',
  tag: TAG,
  summary: 'Open a mailbox between two screens that are side by side',
  description:
    'By the screen that shows a code, for ten minutes. `hand` and what wraps `card` follow from the code, which is never sent; ' +
    '`host` is the BLAKE2b-256 of a token of 32 random bytes with which this screen writes and reads. Sending the same again answers the same.',
  body: closed({ hand: Id, card: Card, host: Hash }),
  status: 201,
  response: closed({ expiresAt: Millis }),
  errors: ['conflict'],
});

export const joinHand = contract({
  id: 'joinHand',
  method: 'POST',
  url: '/v1/hands/join',
  access: 'public',
  tag: TAG,
  summary: 'Join it, as the screen that read the code',
  description:
    'The first one alone: whoever comes later is refused with `hand_taken`, and both screens are told. `guest` is the hash of a ' +
    'token, as for the host.',
  body: closed({ hand: Id, guest: Hash }),
  status: 200,
  response: closed({ card: Card }),
  errors: ['hand_taken', 'hand_ended'],
});

export const sendHand = contract({
  id: 'sendHand',
  method: 'POST',
  url: '/v1/hands/messages',
  access: 'link',
  tag: TAG,
  summary: 'Leave a message for the other screen',
  description: 'Numbered from 0, each number once. The same again answers the same.',
  body: closed({ hand: Id, seq: Seq, message: Message }),
  status: 204,
  response: null,
  errors: ['conflict', 'hand_taken', 'hand_ended', 'session_over'],
});

export const readHand = contract({
  id: 'readHand',
  method: 'POST',
  url: '/v1/hands/read',
  access: 'link',
  tag: TAG,
  summary: 'Take the next message of the other screen',
  description:
    'The message of number `next` if it is there; what came before it is destroyed. `others` counts the screens that were refused.',
  body: closed({ hand: Id, next: Type.Integer({ minimum: 0, maximum: 16 }) }),
  status: 200,
  response: closed({ message: orNull(Message), others: Count, expiresAt: Millis }),
  errors: ['hand_ended', 'session_over'],
});

export const endHand = contract({
  id: 'endHand',
  method: 'POST',
  url: '/v1/hands/end',
  access: 'link',
  tag: TAG,
  summary: 'End it: nothing of it is left',
  body: closed({ hand: Id }),
  status: 204,
  response: null,
  errors: ['session_over'],
});
