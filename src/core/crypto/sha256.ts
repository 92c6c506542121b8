import { createSHA256 } from 'hash-wasm';

const hasher = await createSHA256();

/** SHA-256 (FIPS 180-4) over the parts. Only where PostgreSQL or an S3 store must compute the same. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  hasher.init();
  for (const part of parts) hasher.update(part);
  return hasher.digest('binary');
};
