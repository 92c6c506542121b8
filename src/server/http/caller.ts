import { isSafeError, SafeError } from '../../core/errors.js';
import { fromHex } from '../../core/bytes.js';

/** Who a request comes from, as the token says; whether the lock still opens is decided by the database each time. */
export interface Caller {
  readonly uid: Uint8Array;
  readonly loc: Uint8Array;
}

/** What a token carries. */
export interface TokenPayload {
  readonly sub: string;
  readonly loc: string;
}

export const callerOf = (payload: unknown): Caller => {
  const { sub, loc } = payload as Partial<TokenPayload>;
  try {
    return { uid: fromHex(sub ?? '', 16), loc: fromHex(loc ?? '', 16) };
  } catch (error) {
    throw isSafeError(error) ? new SafeError('unauthorized', { cause: error }) : error;
  }
};
