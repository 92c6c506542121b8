import { type Static, Type } from 'typebox';
import { IdentityLinkWire } from './accounts.js';
import { Bytes, closed, contract, Id, Millis, orNull, SignedBytes, Version } from './contract.js';

const RelayParams = closed({ relay: Id });
const InvitationParams = closed({ invitation: Id });
const Role = Type.Union([Type.Literal('manager'), Type.Literal('member')]);
/** A team key sealed to one member: 1,137 bytes and the key. */
const SealedKey = Bytes(1169);
const MAX_MEMBERS = 200;

export const TeamLinkWire = closed({ entry: SignedBytes, approval: orNull(Bytes(64)) });
export type TeamLinkWire = Static<typeof TeamLinkWire>;

/** What a relay says of itself; all of it is verified by who reads it. */
export const RelayWire = closed({
  id: Id,
  identity: Type.Array(IdentityLinkWire),
  certificate: orNull(Type.String()),
  team: Type.Array(TeamLinkWire),
});
export type RelayWire = Static<typeof RelayWire>;

const MemberKey = closed({ member: Id, sealed: SealedKey });

export const foundRelay = contract({
  id: 'foundRelay',
  method: 'POST',
  url: '/v1/relays',
  access: 'account',
  tag: 'Relays',
  summary: 'Found a relay',
  description:
    'By a worker: the relay’s identity, the first entry of its team, which makes the worker its manager, and the team ' +
    'key sealed to them. Nobody may show papers to it before the association certified it; ten of one account may wait for that. Sending the same again answers the same.',
  body: closed({ statement: SignedBytes, team: TeamLinkWire, sealed: SealedKey }),
  status: 201,
  response: closed({ relay: Id }),
  errors: ['conflict', 'damaged', 'relays_full'],
});

export const certifyRelay = contract({
  id: 'certifyRelay',
  method: 'PUT',
  url: '/v1/relays/:relay/certificate',
  access: 'account',
  tag: 'Relays',
  summary: 'Bring the certificate that the association signed',
  description: 'Verified under the directory key that this deployment was set up with.',
  params: RelayParams,
  body: closed({ certificate: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found', 'not_manager', 'not_certified'],
});

export const showRelay = contract({
  id: 'showRelay',
  method: 'GET',
  url: '/v1/relays/:relay',
  access: 'account',
  tag: 'Relays',
  summary: 'See a relay: its identity, certificate and team',
  params: RelayParams,
  status: 200,
  response: RelayWire,
  errors: ['not_found'],
});

export const listRelays = contract({
  id: 'listRelays',
  method: 'GET',
  url: '/v1/relays',
  access: 'account',
  tag: 'Relays',
  summary: 'List my relays, with the team keys that are sealed to me',
  status: 200,
  response: closed({
    relays: Type.Array(
      closed({
        relay: RelayWire,
        role: Role,
        /** My sealed keys, and how each generation opens the one before it. */
        keys: Type.Array(closed({ generation: Version, sealed: SealedKey })),
        previous: Type.Array(closed({ generation: Version, wrapped: Bytes(105) })),
      }),
    ),
  }),
  errors: [],
});

export const changeTeam = contract({
  id: 'changeTeam',
  method: 'POST',
  url: '/v1/relays/:relay/team',
  access: 'account',
  tag: 'Relays',
  summary: 'Change the team: add, remove, another role, a new key',
  description:
    'One signed entry. An entry that gives the team a new key brings the next identity, the key sealed to each member ' +
    'who remains, and the key before wrapped under it, all stored in one transaction: from then on who was removed is out.',
  params: RelayParams,
  body: closed({
    team: TeamLinkWire,
    /** The key of the generation in force, sealed to whom the entry adds; or the new one, sealed to all. */
    keys: Type.Array(MemberKey, { maxItems: MAX_MEMBERS }),
    rotation: orNull(closed({ identity: IdentityLinkWire, previous: Bytes(105) })),
    /** The invitation that is used up by adding who answered it. */
    invitation: orNull(Id),
  }),
  status: 200,
  response: closed({ seq: Version }),
  errors: ['conflict', 'damaged', 'not_found', 'not_manager', 'invitation_used'],
});

/** The association's directory key, and that who made the one-time code believes it for this relay. */
const AssociationWire = closed({ key: Bytes(32), proof: Bytes(32) });

export const invite = contract({
  id: 'invite',
  method: 'POST',
  url: '/v1/relays/:relay/invitations',
  access: 'account',
  tag: 'Relays',
  summary: 'Leave an invitation for a new worker',
  description:
    'Known here by a name that follows from the one-time code, which the server never sees. `welcome` proves the relay’s identity to who has the code.',
  params: RelayParams,
  body: closed({
    invitation: Id,
    welcome: Bytes(32),
    /** Of who knows under which key the relay's certificate holds. */
    association: Type.Optional(AssociationWire),
    role: Role,
    expiresAt: Millis,
  }),
  status: 201,
  response: closed({ expiresAt: Millis }),
  errors: ['conflict', 'not_found', 'not_manager'],
});

export const listInvitations = contract({
  id: 'listInvitations',
  method: 'GET',
  url: '/v1/relays/:relay/invitations',
  access: 'account',
  tag: 'Relays',
  summary: 'List open invitations, and who answered',
  params: RelayParams,
  status: 200,
  response: closed({
    invitations: Type.Array(
      closed({
        invitation: Id,
        role: Role,
        expiresAt: Millis,
        answer: orNull(
          closed({ uid: Id, name: Type.String(), proof: Bytes(32), identity: Type.Array(IdentityLinkWire) }),
        ),
      }),
    ),
  }),
  errors: ['not_found', 'not_manager'],
});

export const readInvitation = contract({
  id: 'readInvitation',
  method: 'GET',
  url: '/v1/invitations/:invitation',
  access: 'account',
  tag: 'Relays',
  summary: 'Look at the invitation that one was given',
  params: InvitationParams,
  status: 200,
  response: closed({
    welcome: Bytes(32),
    association: orNull(AssociationWire),
    role: Role,
    relay: RelayWire,
  }),
  errors: ['not_found', 'invitation_used'],
});

export const answerInvitation = contract({
  id: 'answerInvitation',
  method: 'POST',
  url: '/v1/invitations/:invitation/answer',
  access: 'account',
  tag: 'Relays',
  summary: 'Answer an invitation: who I am, and the name I want to be seen under',
  params: InvitationParams,
  body: closed({ proof: Bytes(32), name: Type.String({ minLength: 1, maxLength: 60 }) }),
  status: 204,
  response: null,
  errors: ['not_found', 'invitation_used', 'conflict'],
});

export const RelayLogEntry = closed({
  at: Millis,
  act: Type.Union([
    Type.Literal('grant.look'),
    Type.Literal('paper.read'),
    Type.Literal('paper.preview'),
    Type.Literal('grant.end'),
    Type.Literal('grant.reseal'),
  ]),
  by: orNull(Id),
  grant: orNull(Id),
  doc: orNull(Id),
  ver: orNull(Version),
  /** What the member signed. */
  proof: orNull(Type.String()),
  out: Type.String(),
});
export type RelayLogEntry = Static<typeof RelayLogEntry>;

export const relayLog = contract({
  id: 'relayLog',
  method: 'GET',
  url: '/v1/relays/:relay/log',
  access: 'account',
  tag: 'Relays',
  summary: 'Read what the relay’s own members did under what is shown to it',
  description:
    'For its members: the entries that the persons see in their histories about this relay, without anything else of their ' +
    'logs. Before `before`, newest first; all of one moment come together, so that the oldest time of a page is where the next begins.',
  params: RelayParams,
  querystring: closed({
    before: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  status: 200,
  response: closed({ entries: Type.Array(RelayLogEntry), more: Type.Boolean() }),
  errors: ['not_found', 'not_member'],
});

export const vouch = contract({
  id: 'vouch',
  method: 'POST',
  url: '/v1/relays/:relay/vouchings',
  access: 'account',
  tag: 'Relays',
  summary: 'Vouch for a person: more room for their safe',
  params: RelayParams,
  body: closed({ vouching: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found', 'not_member', 'not_certified'],
});
