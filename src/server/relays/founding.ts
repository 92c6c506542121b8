import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { envelopeBytes } from '../../core/crypto/sign.js';
import { damaged, SafeError } from '../../core/errors.js';
import { openCertificate } from '../../core/protocol/directory.js';
import { fingerprint, type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import { ID } from '../../core/protocol/shape.js';
import { type MemberIdentity, openTeam, type Team, type TeamLink } from '../../core/protocol/team.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { mustManage, workerIdentity } from './caller.js';
import type { RelaysPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

export interface Founding {
  readonly statement: Uint8Array;
  readonly team: TeamLink;
  /** The team's key, sealed to the founder. */
  readonly sealed: Uint8Array;
}

/** Whether a team's entry speaks of this account as it is now: a key made up by somebody else is no member's. */
export const isMember = (member: MemberIdentity, identity: Identity): boolean =>
  sameBytes(member.uid, identity.uid) &&
  member.gen === identity.gen &&
  sameBytes(member.sign, identity.sign) &&
  sameBytes(member.fp, fingerprint(identity));

/** The account that a statement claims to speak for; the chain that names it is verified next. */
const claimedUid = (statement: Uint8Array): Uint8Array => {
  const claimed = parseCanonical(envelopeBytes(statement)) as { uid?: string } | null;
  return ID(claimed?.uid);
};

const openFounding = ({ statement, team }: Founding): { relay: Identity; team: Team } => {
  const relay = openIdentityChain(claimedUid(statement), [{ statement, approval: null }]);
  if (relay.role !== 'relay') throw damaged();
  return { relay, team: openTeam(relay, [team]) };
};

const isRepeated = async (tx: Db, relay: Uint8Array, wanted: Founding): Promise<boolean> => {
  const [statement] = await repository.identityChain(tx, relay);
  const [entry] = await repository.teamChain(tx, relay);
  return (
    statement !== undefined &&
    entry !== undefined &&
    sameBytes(statement.statement, wanted.statement) &&
    sameBytes(entry.entry, wanted.team.entry)
  );
};

/** Of one account; a few more where many are founded at the same moment. Certified ones don't count: the association answers for them. */
const MAX_UNCERTIFIED = 10;

/** Founds a relay: the caller, a worker, is its first manager. Sending the same again answers the same. */
export const founding =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, wanted: Founding): Promise<Uint8Array> => {
    const { relay, team } = openFounding(wanted);
    return asCaller(db, caller, async (tx) => {
      const founder = await workerIdentity(tx, caller.uid);
      const [member] = team.members.values();
      if (!founder || !member || !isMember(member, founder)) throw damaged();
      const uncertified = await repository.countUncertified(tx, caller.uid);
      if (!(await repository.insertRelay(tx, relay.uid, caller.uid))) {
        if (await isRepeated(tx, relay.uid, wanted)) return relay.uid;
        throw new SafeError('conflict');
      }
      if (uncertified >= MAX_UNCERTIFIED) throw new SafeError('relays_full');
      await repository.insertIdentity(tx, relay, { statement: wanted.statement, approval: null });
      await repository.insertTeamEntry(tx, relay.uid, 1, wanted.team);
      await repository.putMember(tx, relay.uid, caller.uid, 'manager');
      await repository.putTeamKeys(tx, relay.uid, 1, [{ member: caller.uid, sealed: wanted.sealed }]);
      return relay.uid;
    });
  };

/** Takes the certificate that the association signed for the relay's first identity. */
export const certifying =
  ({ db, directoryKey }: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, certificate: Uint8Array): Promise<void> => {
    const directory = await directoryKey();
    await asCaller(db, caller, async (tx) => {
      await mustManage(tx, relay, caller, 'to change');
      if (!directory) throw new SafeError('not_certified');
      const said = openCertificate(certificate, directory);
      const [first] = await repository.identityChain(tx, relay);
      const identity = openIdentityChain(relay, first ? [first] : []);
      if (!sameBytes(said.relay, relay) || !sameBytes(said.fp, fingerprint(identity))) throw damaged();
      await repository.setCertificate(tx, relay, certificate);
    });
  };
