import { toBase64Url, toHex } from '../../core/bytes.js';
import { eraseName as eraseContract, listNames, type NameWire, putName } from '../../core/api/relay-notes.js';
import type { AccountKey } from '../../core/crypto/keys.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { openRelayName, sealRelayName } from '../../core/protocol/relay-notes.js';
import { everyPage } from '../pages.js';
import type { AccountSession } from '../session.js';
import { wireBytes, wireId } from '../wire.js';
import type { OwnRelay } from './load.js';

type Api = Pick<AccountSession, 'api'>;

/** A person as a relay knows them. */
export interface KeptName {
  readonly safe: Uint8Array;
  readonly holder: Uint8Array;
  readonly name: string;
  /**
   * Fingerprint of the person's first identity, as a member read it off their card. Null where nobody did; and where it was written
   * under an older key of the team, which people who left know as well.
   */
  readonly fp: Uint8Array | null;
  /** Of the row: the next one who writes says one more. */
  readonly version: number;
}

/** The key of a generation; `damaged` for one that the team never had. */
export const teamKeyOf = ({ keys }: Pick<OwnRelay, 'keys'>, generation: number): AccountKey => {
  const key = keys[generation - 1];
  if (!key) throw damaged();
  return key;
};

const openName = (relay: OwnRelay, { safe: id, generation, version, sealed }: NameWire): KeptName => {
  const safe = wireId(id);
  const at = { relay: relay.relay, safe, generation, version };
  const { holder, name, fp } = openRelayName(teamKeyOf(relay, generation), at, wireBytes(sealed));
  return { safe, holder, name, version, fp: generation === relay.keys.length ? fp : null };
};

/**
 * The relay's list of people, each name verified for itself: one that was swapped in, or that nobody of the team wrote, is counted
 * in `refused` and not shown. Not in any order.
 *
 * @throws SafeError `not_member`, `not_found`
 */
export const relayNames = async (
  { api }: Api,
  relay: OwnRelay,
): Promise<{ readonly names: readonly KeptName[]; readonly refused: number }> => {
  const params = { relay: toHex(relay.relay) };
  const pages = await everyPage(
    (query) => api.call(listNames, { params, query }),
    (page) => page.names.length,
  );
  const names: KeptName[] = [];
  let refused = 0;
  for (const wire of pages.flatMap((page) => page.names)) {
    try {
      names.push(openName(relay, wire));
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
      refused += 1;
    }
  }
  return { names, refused };
};

/**
 * Gives somebody a name in the relay's list, for the team alone. `before` is the version of the name that is replaced, as whoever
 * writes saw it; 0 where there was none.
 *
 * @throws SafeError `conflict` if a colleague was faster or the team has a new key, `not_member`, `not_found` for a safe that
 * is gone, `invalid_request` for a name that no list can hold
 */
export const giveName = async (
  { api }: Api,
  relay: OwnRelay,
  { safe, holder, name, fp }: Omit<KeptName, 'version'>,
  before: number,
): Promise<void> => {
  const generation = relay.keys.length;
  const version = before + 1;
  const at = { relay: relay.relay, safe, generation, version };
  const sealed = sealRelayName(teamKeyOf(relay, generation), at, { holder, fp, name });
  await api.call(
    putName,
    {
      params: { relay: toHex(relay.relay), safe: toHex(safe) },
      body: { generation, version, sealed: toBase64Url(sealed) },
    },
    { again: true },
  );
};

/** Erases a name from the relay's list; one that is not there is no error. */
export const eraseName = async (
  { api }: Api,
  { relay }: Pick<OwnRelay, 'relay'>,
  safe: Uint8Array,
): Promise<void> => {
  await api.call(eraseContract, { params: { relay: toHex(relay), safe: toHex(safe) } }, { again: true });
};
