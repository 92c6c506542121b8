import { sameBytes } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import { openVouching } from '../../core/protocol/vouching.js';
import type { Caller } from '../http/caller.js';
import { appendEntries, entryBody } from '../log/record.js';
import { asCaller } from '../log/caller.js';
import { roleIn, workerIdentity } from './caller.js';
import type { RelaysPorts } from './ports.js';
import * as repository from './repository.js';

/** Takes a member's signed word for a person; they read in their history whose it was. */
export const vouching =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, envelope: Uint8Array): Promise<void> =>
    asCaller(db, caller, async (tx) => {
      if ((await roleIn(tx, relay, caller, 'to look')) === null) throw new SafeError('not_member');
      if (!(await repository.findRelay(tx, relay))?.certificate) throw new SafeError('not_certified');
      const member = await workerIdentity(tx, caller.uid);
      if (!member) throw damaged();
      const said = openVouching(envelope, member.sign, relay);
      if (!sameBytes(said.by, caller.uid)) throw damaged();
      const safes = await repository.safesOf(tx, said.holder);
      const before = await repository.vouchedSince(tx, said.holder);
      if (!before) throw new SafeError('not_found');
      // Said again it changes nothing, and is no news for the person's history.
      if (before.vouched_at !== null) return;
      await repository.vouchFor(tx, said.holder);
      const entry = entryBody({ caller, act: 'safe.vouch', proof: envelope });
      for (const safe of safes) await appendEntries(tx, safe, [entry]);
    });
