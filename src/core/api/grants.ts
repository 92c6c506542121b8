import { type Static, Type } from 'typebox';
import { IdentityLinkWire } from './accounts.js';
import { Bytes, closed, contract, Id, Millis, orNull, Page, SignedBytes, Version } from './contract.js';
import { VersionWire } from './documents.js';
import { TeamLinkWire } from './relays.js';

const GrantParams = closed({ grant: Id });
/** The keys of a grant, sealed: 1,137 bytes and up to 2,000 keys. */
const Sealed = Bytes(1138, 220_000);
const Private = Bytes(74, 128 * 1024);

/** A grant as its giver sends it: the holder with a head, who passes it on by itself. */
export const NewGrant = closed({
  grant: SignedBytes,
  sealed: Sealed,
  priv: Private,
  /** The grant's key, wrapped for the holder; that of a sub-grant under the key of its parent. */
  ownKey: Bytes(105),
});
export type NewGrant = Static<typeof NewGrant>;

/** The keys of a grant sealed anew. */
export const ResealWire = closed({ reseal: SignedBytes, sealed: Sealed });
export type ResealWire = Static<typeof ResealWire>;

export const GivenGrant = closed({
  grant: Type.String(),
  priv: Type.String(),
  ownKey: Bytes(105),
  givenAt: Millis,
  /** When it was withdrawn or given back; a grant whose date is over has none. */
  endedAt: orNull(Millis),
  /** Whether the newest head lists it. */
  listed: Type.Boolean(),
});
export type GivenGrant = Static<typeof GivenGrant>;

/** A sub-grant: what somebody to whom it was shown passed on to somebody else. */
export const PassedGrant = closed({
  grant: Type.String(),
  priv: Type.String(),
  /** Its key, wrapped under the key of the grant under which it was given. */
  ownKey: Bytes(105),
  /** Epoch of the safe that its keys are sealed for. */
  epoch: Version,
  givenAt: Millis,
  /** When it was ended, or the grant under which it was given. */
  endedAt: orNull(Millis),
});
export type PassedGrant = Static<typeof PassedGrant>;

export const listGrants = contract({
  id: 'listGrants',
  method: 'GET',
  url: '/v1/safes/:safe/grants',
  access: 'account',
  tag: 'Consent',
  summary: 'List what the holder shows to whom, what has ended included',
  description:
    'Ordered by id, after `after`; `next` is where the next page begins. All pages of one list carry one head.',
  params: closed({ safe: Id }),
  querystring: Page,
  status: 200,
  response: closed({
    head: Type.String(),
    grants: Type.Array(GivenGrant),
    /** What was passed on, by id among the others, under grants of any page. No head lists it. */
    passedOn: Type.Array(PassedGrant),
    next: orNull(Id),
  }),
  errors: ['not_found'],
});

const Renewed = closed({ reseal: Type.String(), sealed: Type.String() });

export const ReceivedGrant = closed({
  grant: Type.String(),
  sealed: Type.String(),
  priv: Type.String(),
  /** The keys sealed anew, if they were: they take the place of `sealed`. */
  renewed: orNull(Renewed),
  /** What the holder sealed last, if a member of the team sealed the keys anew since; else it is `sealed`. */
  former: orNull(Renewed),
  /** The identity chain of who holds the safe. */
  holder: Type.Array(IdentityLinkWire),
  /** Of a sub-grant: the receipt under which it was given, and the chains of whom that is for. */
  parent: orNull(
    closed({
      grant: Type.String(),
      recipient: Type.Array(IdentityLinkWire),
      /** Null if it is for a worker. */
      team: orNull(Type.Array(TeamLinkWire)),
    }),
  ),
  endedAt: orNull(Millis),
});
export type ReceivedGrant = Static<typeof ReceivedGrant>;

export const receivedGrants = contract({
  id: 'receivedGrants',
  method: 'GET',
  url: '/v1/grants',
  access: 'account',
  tag: 'Consent',
  summary: 'List what was shown to me and to my relays',
  description:
    'Ordered by id, after `after`; `next` is where the next page begins. Grants that have ended are named without keys for ' +
    '31 days, so that a worker is told.',
  querystring: Page,
  status: 200,
  response: closed({
    grants: Type.Array(ReceivedGrant),
    /** What was passed on under those of this page, by whoever it was. */
    passedOn: Type.Array(PassedGrant),
    next: orNull(Id),
  }),
  errors: [],
});

const SignedReading = closed({ reading: SignedBytes });
const READ_ERRORS = [
  'damaged',
  'not_found',
  'grant_ended',
  'grant_expired',
  'grant_not_started',
  'not_granted',
] as const;

export const lookAtGranted = contract({
  id: 'lookAtGranted',
  method: 'POST',
  url: '/v1/grants/:grant/papers',
  access: 'account',
  tag: 'Consent',
  summary: 'List the papers that a grant shows',
  description:
    'Asked with a signed reading of part `list`, one for each page; the person sees each in their history. Ordered by paper, ' +
    'all versions of one together; `next` is the paper after which the next page begins.',
  params: GrantParams,
  body: closed({
    reading: SignedBytes,
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  status: 200,
  response: closed({ papers: Type.Array(VersionWire), next: orNull(Id) }),
  errors: [...READ_ERRORS],
});

export const readGranted = contract({
  id: 'readGranted',
  method: 'POST',
  url: '/v1/grants/:grant/readings',
  access: 'account',
  tag: 'Consent',
  summary: 'Read the content or thumbnail container of a paper that a grant shows',
  description:
    'Streams, and is broken off when the grant ends meanwhile. Asked with a signed reading, which is good once and for two ' +
    'minutes; one Range of bytes is served (206) if it begins and ends at chunk boundaries.',
  params: GrantParams,
  body: SignedReading,
  status: 200,
  response: 'application/octet-stream',
  errors: [...READ_ERRORS, 'range_not_satisfiable'],
});

export const endGrant = contract({
  id: 'endGrant',
  method: 'POST',
  url: '/v1/grants/:grant/end',
  access: 'account',
  tag: 'Consent',
  summary: 'End a grant at once: by the holder who gave it, or by who got it and gives it back',
  description:
    'From the answer on nothing more of it is released, running downloads included, nor of what was passed on under it. The ' +
    'holder’s next head leaves it out. A sub-grant is ended also by who passed it on, and by whom its parent is for.',
  params: GrantParams,
  body: closed({ withdrawal: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found'],
});

export const resealGrant = contract({
  id: 'resealGrant',
  method: 'POST',
  url: '/v1/grants/:grant/reseal',
  access: 'account',
  tag: 'Consent',
  summary: 'Seal the keys of a grant anew after the team got a new key',
  description:
    'By any member of the relay that the grant is for. The receipt itself does not change, what the person sealed stays beside ' +
    'it, and the person sees it in their history. `instead` is the seal of a colleague that does not open, if there is one: ' +
    'this takes its place.',
  params: GrantParams,
  body: closed({ reseal: SignedBytes, sealed: Sealed, instead: Type.Optional(SignedBytes) }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found', 'grant_ended', 'grant_expired', 'conflict'],
});

export const passOnGrant = contract({
  id: 'passOnGrant',
  method: 'POST',
  url: '/v1/grants/:grant/sub-grants',
  access: 'account',
  tag: 'Consent',
  summary: 'Pass on what a grant shows, if it permits `manage`',
  description:
    'By the worker whom the grant is for, or any member of that relay, with a receipt that they sign: within the grant, to ' +
    'another worker or certified relay. Sending the same again answers the same. The person sees it in their history.',
  params: GrantParams,
  body: NewGrant,
  status: 204,
  response: null,
  errors: [
    'damaged',
    'not_found',
    'not_granted',
    'not_certified',
    'grant_ended',
    'grant_expired',
    'grant_not_started',
    'conflict',
    'too_large',
  ],
});
