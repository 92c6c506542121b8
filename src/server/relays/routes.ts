import type { FastifyInstance, RouteOptions } from 'fastify';
import type { IdentityLinkWire } from '../../core/api/accounts.js';
import {
  answerInvitation,
  certifyRelay,
  changeTeam,
  foundRelay,
  invite,
  listInvitations,
  listRelays,
  readInvitation,
  relayLog,
  type RelayWire,
  showRelay,
  type TeamLinkWire,
  vouch,
} from '../../core/api/relays.js';
import { concat, fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { TeamLink } from '../../core/protocol/team.js';
import { serve } from '../http/routes.js';
import { noteRoutes } from './note-routes.js';
import type { relaysService } from './service.js';
import type { ShownRelay } from './show.js';

type Hook = NonNullable<RouteOptions['onRequest']>;
type Relays = ReturnType<typeof relaysService>;

const identityWire = (link: IdentityLink): IdentityLinkWire => ({
  statement: toBase64Url(link.statement),
  approval: link.approval && toBase64Url(link.approval),
});

const identityLink = ({ statement, approval }: IdentityLinkWire): IdentityLink => ({
  statement: fromBase64Url(statement),
  approval: approval === null ? null : fromBase64Url(approval),
});

const teamLink = ({ entry, approval }: TeamLinkWire): TeamLink => ({
  entry: fromBase64Url(entry),
  approval: approval === null ? null : fromBase64Url(approval),
});

const relayWire = (relay: ShownRelay): RelayWire => ({
  id: toHex(relay.uid),
  identity: relay.identity.map(identityWire),
  certificate: relay.certificate && toBase64Url(relay.certificate),
  team: relay.team.map(({ entry, approval }) => ({
    entry: toBase64Url(entry),
    approval: approval && toBase64Url(approval),
  })),
});

const id = (text: string): Uint8Array => fromHex(text, 16);

const foundingRoutes = (scope: FastifyInstance, relays: Relays, open: Hook): void => {
  serve(
    scope,
    foundRelay,
    async ({ caller, body }) => {
      const relay = await relays.found(caller, {
        statement: fromBase64Url(body.statement),
        team: teamLink(body.team),
        sealed: fromBase64Url(body.sealed),
      });
      return { relay: toHex(relay) };
    },
    { onRequest: open },
  );

  serve(scope, certifyRelay, async ({ caller, params, body }) => {
    await relays.certify(caller, id(params.relay), fromBase64Url(body.certificate));
  });

  serve(scope, showRelay, async ({ caller, params }) =>
    relayWire(await relays.show(caller, id(params.relay))),
  );

  serve(scope, listRelays, async ({ caller }) => ({
    relays: (await relays.list(caller)).map(({ relay, role, keys, previous }) => ({
      relay: relayWire(relay),
      role,
      keys: keys.map(({ generation, sealed }) => ({ generation, sealed: toBase64Url(sealed) })),
      previous: previous.map(({ generation, wrapped }) => ({ generation, wrapped: toBase64Url(wrapped) })),
    })),
  }));
};

const teamRoutes = (scope: FastifyInstance, relays: Relays): void => {
  serve(scope, changeTeam, async ({ caller, params, body }) => ({
    seq: await relays.changeTeam(caller, id(params.relay), {
      team: teamLink(body.team),
      keys: body.keys.map(({ member, sealed }) => ({ member: id(member), sealed: fromBase64Url(sealed) })),
      rotation: body.rotation && {
        identity: identityLink(body.rotation.identity),
        previous: fromBase64Url(body.rotation.previous),
      },
      invitation: body.invitation === null ? null : id(body.invitation),
    }),
  }));

  serve(scope, relayLog, async ({ caller, params, query }) => {
    const { before = Number.MAX_SAFE_INTEGER, limit = 1000 } = query;
    return relays.readLog(caller, id(params.relay), before, limit);
  });

  serve(scope, vouch, async ({ caller, params, body }) => {
    await relays.vouch(caller, id(params.relay), fromBase64Url(body.vouching));
  });
};

const invitationRoutes = (scope: FastifyInstance, relays: Relays): void => {
  serve(scope, invite, async ({ caller, params, body }) => {
    if (body.expiresAt <= Date.now()) {
      throw new SafeError('invalid_request', { message: 'An invitation ends in the future.' });
    }
    const expiresAt = await relays.invite(caller, {
      id: id(body.invitation),
      relay: id(params.relay),
      welcome: fromBase64Url(body.welcome),
      association:
        body.association === undefined
          ? null
          : concat(fromBase64Url(body.association.key), fromBase64Url(body.association.proof)),
      role: body.role,
      expiresAt: body.expiresAt,
    });
    return { expiresAt };
  });

  serve(scope, listInvitations, async ({ caller, params }) => ({
    invitations: (await relays.listInvitations(caller, id(params.relay))).map((one) => ({
      invitation: toHex(one.id),
      role: one.role,
      expiresAt: one.expires_at.getTime(),
      answer: one.answer && {
        uid: toHex(one.answer.uid),
        name: one.answer.name,
        proof: toBase64Url(one.answer.proof),
        identity: one.answer.identity.map(identityWire),
      },
    })),
  }));

  serve(scope, readInvitation, async ({ caller, params }) => {
    const found = await relays.readInvitation(caller, id(params.invitation));
    return {
      welcome: toBase64Url(found.welcome),
      association: found.association && {
        key: toBase64Url(found.association.subarray(0, 32)),
        proof: toBase64Url(found.association.subarray(32)),
      },
      role: found.role,
      relay: relayWire(found.relay),
    };
  });

  serve(scope, answerInvitation, async ({ caller, params, body }) => {
    const proof = fromBase64Url(body.proof);
    await relays.answerInvitation(caller, id(params.invitation), proof, body.name);
  });
};

/** `open` limits how many relays are founded. */
export const relayRoutes = (scope: FastifyInstance, relays: Relays, open: Hook): void => {
  foundingRoutes(scope, relays, open);
  teamRoutes(scope, relays);
  invitationRoutes(scope, relays);
  noteRoutes(scope, relays);
};
