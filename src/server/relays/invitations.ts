import { fromUtf8, sameBytes, utf8 } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { mustManage, workerIdentity } from './caller.js';
import * as invitations from './invitation-repository.js';
import type { RelaysPorts } from './ports.js';
import * as repository from './repository.js';
import { relayOf } from './show.js';

const MAX_OPEN = 200;

export const inviting =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, wanted: invitations.NewInvitation): Promise<number> =>
    asCaller(db, caller, async (tx) => {
      await mustManage(tx, wanted.relay, caller, 'to change');
      const open = await invitations.openInvitations(tx, wanted.relay);
      if (open.length >= MAX_OPEN) throw new SafeError('conflict');
      const expiresAt = await invitations.insertInvitation(tx, wanted);
      if (!expiresAt) throw new SafeError('conflict');
      return expiresAt.getTime();
    });

export interface ListedInvitation extends invitations.InvitationRow {
  readonly answer: {
    readonly uid: Uint8Array;
    readonly name: string;
    readonly proof: Uint8Array;
    readonly identity: readonly IdentityLink[];
  } | null;
}

export const listingInvitations =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array): Promise<ListedInvitation[]> =>
    asCaller(db, caller, async (tx) => {
      await mustManage(tx, relay, caller, 'to look');
      const listed: ListedInvitation[] = [];
      for (const row of await invitations.openInvitations(tx, relay)) {
        const { answer_uid: uid, answer_name: name, answer_proof: proof } = row;
        const answer = uid &&
          name &&
          proof && {
            uid,
            proof,
            name: fromUtf8(name),
            identity: await repository.identityChain(tx, uid),
          };
        listed.push({ ...row, answer });
      }
      return listed;
    });

export const readingInvitation =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, id: Uint8Array) =>
    asCaller(db, caller, async (tx) => {
      const found = await invitations.findInvitation(tx, id, 'to look');
      if (!found) throw new SafeError('not_found');
      if (found.over) throw new SafeError('invitation_used');
      return {
        welcome: found.welcome,
        association: found.association,
        role: found.role,
        relay: await relayOf(tx, found.relay),
      };
    });

/** The first worker who answers is the one: a second one is told that something happened in between. */
export const answering =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, id: Uint8Array, proof: Uint8Array, name: string): Promise<void> =>
    asCaller(db, caller, async (tx) => {
      const found = await invitations.findInvitation(tx, id, 'to answer');
      if (!found || !(await workerIdentity(tx, caller.uid))) throw new SafeError('not_found');
      if (found.over) throw new SafeError('invitation_used');
      if (found.answer_uid && !sameBytes(found.answer_uid, caller.uid)) throw new SafeError('conflict');
      await invitations.storeAnswer(tx, id, { uid: caller.uid, proof, name: utf8(name) });
    });
