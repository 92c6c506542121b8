import { fromBase64Url, fromHex } from '../core/bytes.js';
import type { IdentityLinkWire } from '../core/api/accounts.js';
import type { TeamLinkWire } from '../core/api/relays.js';
import { damaged } from '../core/errors.js';
import type { IdentityLink } from '../core/protocol/identity.js';
import type { TeamLink } from '../core/protocol/team.js';

const refuse = (read: () => Uint8Array): Uint8Array => {
  try {
    return read();
  } catch (cause) {
    throw damaged(cause);
  }
};

/** base64url in an answer; what is not is `damaged`, since it isn't the caller's request that is at fault. */
export const wireBytes = (text: string): Uint8Array => refuse(() => fromBase64Url(text));

/** 16 bytes in an answer, in hexadecimal. */
export const wireId = (text: string): Uint8Array => refuse(() => fromHex(text, 16));

/** 32 bytes in an answer, in hexadecimal. */
export const wireHash = (text: string): Uint8Array => refuse(() => fromHex(text, 32));

export const readLinks = (wire: readonly IdentityLinkWire[]): IdentityLink[] =>
  wire.map(({ statement, approval }) => ({
    statement: wireBytes(statement),
    approval: approval === null ? null : wireBytes(approval),
  }));

export const readTeam = (wire: readonly TeamLinkWire[]): TeamLink[] =>
  wire.map(({ entry, approval }) => ({
    entry: wireBytes(entry),
    approval: approval === null ? null : wireBytes(approval),
  }));
