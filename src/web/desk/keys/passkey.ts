import { PASSKEY_SALT } from '../../../core/crypto/passkey-salt.js';
import type { DeskWords } from '../../i18n/desk/words.js';

type Fault = keyof DeskWords['access']['key']['troubles'];

/** Why a passkey gave nothing that could be used. */
export class KeyFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault);
  }
}

/** What a passkey answered. */
export interface KeyAnswer {
  /** 32 bytes, the same each time: the secret that opens the account comes from them. */
  readonly prf: Uint8Array;
  readonly credential: Uint8Array;
  /** Whether the passkey may be copied to an account on the internet (backup eligible). */
  readonly isCopied: boolean;
}

const TIMEOUT_MS = 90_000;
/** Flags of authenticator data (WebAuthn Level 3, §6.1). */
const VERIFIED = 0x04;
const COPIED = 0x08;
const RP_HASH_BYTES = 32;

const ASKED = { eval: { first: PASSKEY_SALT as Uint8Array<ArrayBuffer> } };

/** Whether there may be passkeys here at all: they belong to a host that has a name. */
export const mayHaveKeys = (): boolean =>
  isSecureContext && 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(location.hostname);

const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

const bytesOf = (source: BufferSource): Uint8Array =>
  source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength);

/** The authenticator's own word: for this host, and it made sure who holds it. Gives whether the passkey may be copied. */
const verified = async (data: ArrayBuffer): Promise<boolean> => {
  const bytes = new Uint8Array(data);
  const host = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(location.hostname)),
  );
  const isHere = host.every((byte, i) => bytes[i] === byte);
  const flags = bytes[RP_HASH_BYTES] ?? 0;
  if (!isHere || (flags & VERIFIED) === 0) throw new KeyFault('unverified');
  return (flags & COPIED) !== 0;
};

/** A person who turned away, a passkey that isn't there, a browser that can't: the browser tells them not apart, on purpose. */
const asked = async (wish: Promise<Credential | null>): Promise<PublicKeyCredential> => {
  try {
    const found = await wish;
    if (found instanceof PublicKeyCredential) return found;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') throw new KeyFault('unfit');
  }
  throw new KeyFault('missed');
};

const answerIn = async (credential: PublicKeyCredential, data: ArrayBuffer): Promise<KeyAnswer | null> => {
  const isCopied = await verified(data);
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  // the copy is the caller's to wipe
  return { prf: bytesOf(first).slice(), credential: new Uint8Array(credential.rawId), isCopied };
};

/**
 * Asks a passkey for its answer: of the one given, or of whichever the person has for this host. Nothing of it is kept here.
 *
 * @throws KeyFault `missed`, `unverified` where it did not make sure who it is, `unfit` without the extension
 */
export const askKey = async (credential?: Uint8Array): Promise<KeyAnswer> => {
  const allowed = credential
    ? { allowCredentials: [{ type: 'public-key' as const, id: credential as Uint8Array<ArrayBuffer> }] }
    : {};
  const found = await asked(
    navigator.credentials.get({
      publicKey: {
        // signed by the passkey and read by nobody: what proves it is the secret, which alone opens the account
        challenge: random(32),
        rpId: location.hostname,
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        ...allowed,
        extensions: { prf: ASKED },
      },
    }),
  );
  const answer = await answerIn(found, (found.response as AuthenticatorAssertionResponse).authenticatorData);
  if (!answer) throw new KeyFault('unfit');
  return answer;
};

/** What is of no use is taken from the device again, where the browser knows how (WebAuthn Level 3, §5.1.10). */
const forget = (credential: ArrayBuffer): void => {
  const { signalUnknownCredential } = PublicKeyCredential as {
    signalUnknownCredential?: (options: { rpId: string; credentialId: string }) => Promise<void>;
  };
  const credentialId = btoa(String.fromCharCode(...new Uint8Array(credential)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  void signalUnknownCredential
    ?.call(PublicKeyCredential, { rpId: location.hostname, credentialId })
    .catch(() => undefined);
};

export interface NewKey {
  readonly credential: Uint8Array;
  /** Null where it answers only when it is asked again. */
  readonly answer: KeyAnswer | null;
}

const MADE_WITH: AuthenticationExtensionsClientInputs & { readonly credentialProtectionPolicy: string } = {
  prf: ASKED,
  // a security key that somebody found does not even tell for whom it is
  credentialProtectionPolicy: 'userVerificationRequired',
};
const ALGORITHMS = [-8, -7, -257].map((alg) => ({ type: 'public-key' as const, alg }));

/**
 * Makes a passkey for this host. It carries a number that means nothing and the name that was given to it; who made it is not
 * asked, so that no maker's certificate tells workers apart.
 *
 * @throws KeyFault as {@link askKey} does
 */
export const makeKey = async (name: string): Promise<NewKey> => {
  const made = await asked(
    navigator.credentials.create({
      publicKey: {
        rp: { id: location.hostname, name: 'Pochette' },
        user: { id: random(16), name, displayName: name },
        challenge: random(32),
        pubKeyCredParams: ALGORITHMS,
        timeout: TIMEOUT_MS,
        attestation: 'none',
        authenticatorSelection: {
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        extensions: MADE_WITH,
      },
    }),
  );
  const credential = new Uint8Array(made.rawId);
  if (made.getClientExtensionResults().prf?.enabled !== true) {
    forget(made.rawId);
    throw new KeyFault('unfit');
  }
  const response = made.response as Partial<AuthenticatorAttestationResponse>;
  const data = response.getAuthenticatorData?.();
  return { credential, answer: data ? await answerIn(made, data) : null };
};
