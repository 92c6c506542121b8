import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Static } from 'typebox';
import {
  challengeLock,
  changeUnlockers,
  type IdentityLinkWire,
  type LockEnrolment as LockEnrolmentWire,
  openAccount,
  releaseLock,
  showAccount,
  showIdentity,
} from '../../core/api/accounts.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import type { LockEnrolment } from '../../core/crypto/locked-secret.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import { serve } from '../http/routes.js';
import type { accountsService } from './service.js';

type Hook = NonNullable<RouteOptions['onRequest']>;
type Accounts = ReturnType<typeof accountsService>;

export interface AccountRoutesPorts {
  readonly accounts: Accounts;
  signToken(uid: Uint8Array, loc: Uint8Array): { token: string; expiresAt: number };
  readonly limits: { readonly open: Hook; readonly login: Hook };
}

const enrolment = (wire: Static<typeof LockEnrolmentWire>): LockEnrolment => ({
  type: wire.type,
  loc: fromHex(wire.loc, 16),
  auth: fromBase64Url(wire.auth),
  tagHash: fromBase64Url(wire.tagHash),
  released: fromBase64Url(wire.released),
  wrappedKey: fromBase64Url(wire.wrappedKey),
});

const linkWire = (link: IdentityLink): IdentityLinkWire => ({
  statement: toBase64Url(link.statement),
  approval: link.approval && toBase64Url(link.approval),
});

export const publicAccountRoutes = (scope: FastifyInstance, ports: AccountRoutesPorts): void => {
  const { accounts, signToken, limits } = ports;

  serve(
    scope,
    openAccount,
    async ({ body }) => {
      const { uid } = await accounts.open({
        statement: fromBase64Url(body.statement),
        unlockers: fromBase64Url(body.unlockers),
        locks: body.locks.map(enrolment),
        safe: body.safe && {
          id: fromHex(body.safe.id, 16),
          wrappedKey: fromBase64Url(body.safe.wrappedKey),
          head: fromBase64Url(body.safe.head),
        },
      });
      return { uid: toHex(uid), safe: body.safe?.id ?? null };
    },
    { onRequest: limits.open },
  );

  serve(
    scope,
    challengeLock,
    async ({ body }) => {
      const { challenge, expiresAt } = await accounts.challenge(fromHex(body.loc, 16));
      return { challenge: toBase64Url(challenge), expiresAt };
    },
    { onRequest: limits.login },
  );

  serve(
    scope,
    releaseLock,
    async ({ body }) => {
      const loc = fromHex(body.loc, 16);
      const opened = await accounts.release({
        loc,
        challenge: fromBase64Url(body.challenge),
        tag: fromBase64Url(body.tag),
        signature: fromBase64Url(body.signature),
      });
      return {
        uid: toHex(opened.uid),
        generation: opened.generation,
        released: toBase64Url(opened.released),
        wrappedKey: toBase64Url(opened.wrappedKey),
        ...signToken(opened.uid, loc),
        identity: opened.identity.map(linkWire),
        unlockers: toBase64Url(opened.unlockers),
      };
    },
    { onRequest: limits.login },
  );
};

export const closedAccountRoutes = (scope: FastifyInstance, accounts: Accounts): void => {
  serve(scope, showAccount, async ({ caller }) => {
    const account = await accounts.show(caller);
    return {
      uid: toHex(caller.uid),
      vouched: account.vouched,
      identity: account.identity.map(linkWire),
      unlockers: toBase64Url(account.unlockers),
      locks: account.locks.map((lock) => ({
        loc: toHex(lock.loc),
        tries: lock.tries,
        frozen: lock.frozen_at !== null,
        createdAt: lock.created_at.getTime(),
        lastUsedAt: lock.last_used_at?.getTime() ?? null,
      })),
    };
  });

  serve(scope, showIdentity, async ({ caller, params }) => ({
    identity: (await accounts.identity(caller, fromHex(params.uid, 16))).map(linkWire),
  }));

  serve(scope, changeUnlockers, async ({ caller, body }) => {
    const changed = await accounts.changeUnlockers(caller, {
      envelope: fromBase64Url(body.unlockers),
      enrolled: body.locks.map(enrolment),
      spare: body.spare
        ? {
            statement: fromBase64Url(body.spare.statement),
            sealed: fromBase64Url(body.spare.sealed),
            note: fromBase64Url(body.spare.note),
          }
        : null,
    });
    return { seq: changed.seq, hash: toHex(changed.hash) };
  });
};
