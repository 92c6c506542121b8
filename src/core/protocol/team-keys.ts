import { concat, exactly, sameBytes, u32, utf8 } from '../bytes.js';
import { type AccountKey, deriveKey, KEY_BYTES } from '../crypto/keys.js';
import { seal, unseal } from '../crypto/seal.js';
import type { KeyPair } from '../crypto/sodium.js';
import { unwrapKey, wrap } from '../crypto/wrap.js';
import { damaged } from '../errors.js';
import { type Identity, identityKeys } from './identity.js';

/** A sealed key proves nothing about who sealed it: it is the team's only if the team's public keys follow from it. */
export const checkTeamKey = (key: AccountKey, identity: Pick<Identity, 'sign' | 'enc'>): void => {
  const { sign, enc } = identityKeys(key);
  if (!sameBytes(sign.publicKey, identity.sign) || !sameBytes(enc.publicKey, identity.enc)) throw damaged();
};

const seedContext = (
  label: string,
  relay: Uint8Array,
  generation: number,
  ...more: Uint8Array[]
): Uint8Array => concat(utf8(label), Uint8Array.of(0), exactly(16, relay), u32(generation), ...more);

/** The team's key of one generation, sealed to one verified member. */
export const sealTeamKey = (
  enc: Uint8Array,
  place: { readonly relay: Uint8Array; readonly generation: number; readonly member: Uint8Array },
  key: AccountKey,
): Uint8Array =>
  seal(enc, seedContext('team', place.relay, place.generation, exactly(16, place.member)), key);

export const unsealTeamKey = (
  member: KeyPair,
  place: { readonly relay: Uint8Array; readonly generation: number; readonly member: Uint8Array },
  sealed: Uint8Array,
): AccountKey => {
  const context = seedContext('team', place.relay, place.generation, exactly(16, place.member));
  return exactly(KEY_BYTES, unseal(member, context, sealed)) as AccountKey;
};

const previousKey = (newer: AccountKey) => deriveKey<'wrapping'>(newer, 'team.prev');

/** A new generation opens the one before (`generation`), so that older grants stay readable for who remains. */
export const wrapPreviousTeamKey = (
  newer: AccountKey,
  relay: Uint8Array,
  generation: number,
  older: AccountKey,
): Uint8Array => wrap(previousKey(newer), seedContext('team.prev', relay, generation), older);

export const unwrapPreviousTeamKey = (
  newer: AccountKey,
  relay: Uint8Array,
  generation: number,
  wrapped: Uint8Array,
): AccountKey => unwrapKey(previousKey(newer), seedContext('team.prev', relay, generation), wrapped);
