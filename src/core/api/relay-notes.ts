import { type Static, Type } from 'typebox';
import { Bytes, closed, contract, Id, Millis, orNull, Version } from './contract.js';

const RelayParams = closed({ relay: Id });
const NameParams = closed({ relay: Id, safe: Id });
const Month = Type.Integer({
  minimum: 200001,
  maximum: 999912,
  description: 'year times 100, and the month',
});
const MonthParams = closed({ relay: Id, month: Month });

const NoteFields = { generation: Version, version: Version };
/** A name, padded to 512 bytes and wrapped. */
const SealedName = Bytes(585);
/** A tally, padded to 4,096 bytes or a multiple, and wrapped. */
const SealedTally = Bytes(4169, 65_609);

export const NameWire = closed({ safe: Id, ...NoteFields, sealed: SealedName, changedAt: Millis });
export type NameWire = Static<typeof NameWire>;

export const listNames = contract({
  id: 'listNames',
  method: 'GET',
  url: '/v1/relays/:relay/names',
  access: 'account',
  tag: 'Relays',
  summary: 'List the names under which a relay knows people',
  description:
    'For its members; each is encrypted to the team. Ordered by safe, after `after`; `next` is where the next page begins.',
  params: RelayParams,
  querystring: closed({
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  status: 200,
  response: closed({ names: Type.Array(NameWire), next: orNull(Id) }),
  errors: ['not_found', 'not_member'],
});

export const putName = contract({
  id: 'putName',
  method: 'PUT',
  url: '/v1/relays/:relay/names/:safe',
  access: 'account',
  tag: 'Relays',
  summary: 'Give somebody a name in the relay’s list',
  description:
    '`version` is one more than that of the name which is replaced, 1 for the first; anything else is `conflict`: somebody was ' +
    'faster. `generation` is the team’s newest. The name goes with the safe, with the end of the last consent to the relay, or when it is erased. ' +
    'Sending the same again answers the same.',
  params: NameParams,
  body: closed({ ...NoteFields, sealed: SealedName }),
  status: 204,
  response: null,
  errors: ['conflict', 'not_certified', 'not_found', 'not_member'],
});

export const eraseName = contract({
  id: 'eraseName',
  method: 'DELETE',
  url: '/v1/relays/:relay/names/:safe',
  access: 'account',
  tag: 'Relays',
  summary: 'Erase a name from the relay’s list',
  description: 'Erasing what is not there is no error.',
  params: NameParams,
  status: 204,
  response: null,
  errors: ['not_found', 'not_member'],
});

export const TallyWire = closed({ member: Id, ...NoteFields, sealed: SealedTally });
export type TallyWire = Static<typeof TallyWire>;

export const listTallies = contract({
  id: 'listTallies',
  method: 'GET',
  url: '/v1/relays/:relay/tallies/:month',
  access: 'account',
  tag: 'Relays',
  summary: 'List what the members of a relay counted in a month',
  description: 'For its members; one row for each who counted, encrypted to the team. Kept for three years.',
  params: MonthParams,
  status: 200,
  response: closed({ tallies: Type.Array(TallyWire) }),
  errors: ['not_found', 'not_member'],
});

export const putTally = contract({
  id: 'putTally',
  method: 'PUT',
  url: '/v1/relays/:relay/tallies/:month',
  access: 'account',
  tag: 'Relays',
  summary: 'Store what one counted in a month',
  description:
    'One’s own row alone, of this month, the last or the next by the server’s clock. `version` and `generation` as with names. A relay’s ' +
    'rows hold 32 MiB at most (`too_large`).',
  params: MonthParams,
  body: closed({ ...NoteFields, sealed: SealedTally }),
  status: 204,
  response: null,
  errors: ['conflict', 'invalid_request', 'not_certified', 'not_found', 'not_member', 'too_large'],
});
