import { type Static, Type } from 'typebox';
import { IdentityLinkWire } from './accounts.js';
import { Bytes, closed, contract, Id, Millis, orNull, SignedBytes, Version } from './contract.js';

const TAG = 'Spares';
const SealedSecret = Bytes(1137 + 20);
const SealedNote = Bytes(1137 + 512);
const SealedFields = { sealed: SealedSecret, reseal: orNull(Type.String()) };
const RelayParams = closed({ relay: Id });
const SpareParams = closed({ relay: Id, spare: Id });

export const OwnSpare = closed({
  statement: Type.String({ description: 'signed statement, base64url' }),
  /** The relay's name, wrapped for the holder. */
  label: Bytes(137),
  /** When a member of the relay was handed it last; null if never. */
  releasedAt: orNull(Millis),
  endedAt: orNull(Millis),
});

export const listOwnSpares = contract({
  id: 'listOwnSpares',
  method: 'GET',
  url: '/v1/account/spares',
  access: 'account',
  tag: TAG,
  summary: 'See the spares that I left with relays, the newest first, and those that have ended',
  status: 200,
  response: closed({ spares: Type.Array(OwnSpare) }),
  errors: [],
});

/** What a relay's members see of a spare: by whom, and the sealed name. The secret is handed out one by one, and logged. */
export const RelaySpare = closed({
  statement: Type.String(),
  note: SealedNote,
  /** A member's word that both were sealed anew; null where they are as the holder sealed them. */
  reseal: orNull(Type.String()),
  /** The name as it was sealed before, until what was sealed anew was handed out. */
  former: orNull(closed({ note: SealedNote, reseal: orNull(Type.String()) })),
  /** A manager's word that it is put aside in the list; null where it stands among the others. */
  aside: orNull(Type.String()),
  identity: Type.Array(IdentityLinkWire),
  madeAt: Millis,
});
export type RelaySpare = Static<typeof RelaySpare>;

export const listSpares = contract({
  id: 'listSpares',
  method: 'GET',
  url: '/v1/relays/:relay/spares',
  access: 'account',
  tag: TAG,
  summary: 'List the spares that people left with my relay',
  params: RelayParams,
  status: 200,
  response: closed({ spares: Type.Array(RelaySpare) }),
  errors: ['not_found', 'not_member'],
});

export const releaseSpare = contract({
  id: 'releaseSpare',
  method: 'POST',
  url: '/v1/relays/:relay/spares/:spare/release',
  access: 'account',
  tag: TAG,
  summary: 'Be handed a sealed spare, for the person who is here',
  description:
    'Signed by a member, into an open hand-over, which takes one spare once. The person reads it in their history. For a quarter of an hour ' +
    'the spare’s lock can then be tried. Without a hand-over: only to seal it anew, after the team got a new key.',
  params: SpareParams,
  body: closed({ opening: SignedBytes }),
  status: 200,
  response: closed({
    ...SealedFields,
    /** As it was sealed before, until what was sealed anew was handed out: a bad seal destroys nothing. */
    former: orNull(closed(SealedFields)),
  }),
  errors: ['conflict', 'damaged', 'hand_ended', 'not_found', 'not_member'],
});

export const resealSpare = contract({
  id: 'resealSpare',
  method: 'PUT',
  url: '/v1/relays/:relay/spares/:spare',
  access: 'account',
  tag: TAG,
  summary: 'Seal a spare to the team’s newest key',
  description:
    'By the member who was handed it last for that, under this key; anybody else is told `conflict`.',
  params: SpareParams,
  body: closed({ reseal: SignedBytes, sealed: SealedSecret, note: SealedNote }),
  status: 200,
  response: closed({ generation: Version }),
  errors: ['conflict', 'damaged', 'not_found', 'not_member'],
});

export const putSpareAside = contract({
  id: 'putSpareAside',
  method: 'PUT',
  url: '/v1/relays/:relay/spares/:spare/aside',
  access: 'account',
  tag: TAG,
  summary: 'Put a spare aside in my relay’s list, or back among the others',
  description:
    'Signed by a manager, not longer than ten minutes ago. The person reads it in their history. Nothing is destroyed: the spare is listed, with this ' +
    'word, and handed out as before. What changes nothing is no entry.',
  params: SpareParams,
  body: closed({ order: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found', 'not_manager', 'not_member'],
});
