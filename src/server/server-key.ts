import { createPrivateKey, createPublicKey } from 'node:crypto';
import { concat, utf8 } from '../core/bytes.js';
import { derive, deriveKey, type WrappingKey } from '../core/crypto/keys.js';
import { unwrap, wrap } from '../core/crypto/wrap.js';

/** What the server keeps for itself; all of it comes from one key of 32 bytes that every process shares. */
export interface ServerSecrets {
  /** Ed25519 keys in PEM that sign session tokens. */
  readonly tokenKeys: { readonly private: string; readonly public: string };
  /** Encrypts the share `r` of a lock, so that a stolen database does not complete a code. */
  protectShare(loc: Uint8Array, share: Uint8Array): Uint8Array;
  revealShare(loc: Uint8Array, protectedShare: Uint8Array): Uint8Array;
  /** What the training world keeps for itself: derived from the same key, so that no token and no share of one is good in the other. */
  training(): ServerSecrets;
  /** Tells whether a database was made with this key; 32 bytes. */
  readonly check: Uint8Array;
}

// RFC 8410 §7: the fixed beginning of a PKCS #8 Ed25519 key.
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const tokenKeys = (seed: Uint8Array): ServerSecrets['tokenKeys'] => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  return {
    private: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    public: createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString(),
  };
};

const shareContext = (loc: Uint8Array): Uint8Array => concat(utf8('server.share'), Uint8Array.of(0), loc);

export const serverSecrets = (key: Uint8Array): ServerSecrets => {
  const shareKey: WrappingKey = deriveKey(key, 'server.share');
  return {
    tokenKeys: tokenKeys(derive(key, 'server.token')),
    protectShare: (loc, share) => wrap(shareKey, shareContext(loc), share),
    revealShare: (loc, protectedShare) => unwrap(shareKey, shareContext(loc), protectedShare),
    training: () => serverSecrets(derive(key, 'server.training')),
    check: derive(key, 'server.check'),
  };
};
