import { fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { putSpareAside, type RelaySpare } from '../../core/api/spares.js';
import { isSafeError } from '../../core/errors.js';
import { openSpareAside, signSpareAside } from '../../core/protocol/spare-turn.js';
import { everyMember } from '../consent/team-signers.js';
import { wireBytes } from '../wire.js';
import type { SpareDesk as Desk, SpareTeam as Team } from './team.js';

/** Who put it aside, by whoever the team ever had; null where nobody's word says so: the server can put none aside. */
export const asideBy = (
  team: Team,
  { aside }: Pick<RelaySpare, 'aside'>,
  spare: Uint8Array,
): string | null => {
  if (aside === null) return null;
  for (const { uid, sign, name } of everyMember(team.teamLinks)) {
    try {
      return openSpareAside(wireBytes(aside), sign, { spare, relay: team.relay, by: uid }).aside
        ? name
        : null;
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  return null;
};

/**
 * Puts a spare aside in the relay's list, or back among the others. Nothing of it is destroyed, and it can be given back as before; the
 * person reads in their history who did.
 *
 * @throws SafeError `not_manager`, `not_member`, `not_found` if it was taken back
 */
export const setSpareAside = async (
  session: Desk,
  team: Team,
  { loc }: { readonly loc: string },
  aside: boolean,
): Promise<void> => {
  const order = signSpareAside(
    { spare: fromHex(loc, 16), relay: team.relay, aside, by: session.uid, ts: session.device.clock.now() },
    session.keys.sign.secretKey,
  );
  const params = { relay: toHex(team.relay), spare: loc };
  await session.api.call(putSpareAside, { params, body: { order: toBase64Url(order) } });
};
