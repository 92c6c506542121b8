import type { AskCase, DepositCase, DropCase, ObjectCase } from './vectors-left.js';

export type { AskCase, DepositCase, DropCase, ObjectCase } from './vectors-left.js';
import { readFileSync } from 'node:fs';

/** Bytes are lower-case hexadecimal in every vector file. */
export const unhex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
export const tohex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The same bytes for whoever reads "byte i is (7 i + 3) mod 251". */
export const pattern = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (7 * i + 3) % 251);

export interface WrapCase {
  name: string;
  key: string;
  context: string;
  message: string;
  wrapped: string;
}
export interface SealCase {
  name: string;
  seed: string;
  publicKey: string;
  /** 64 bytes given to X-Wing's encapsulation, where the case can be repeated. */
  randomness: string | null;
  context: string;
  message: string;
  sealed: string;
}
export interface SignCase {
  name: string;
  seed: string;
  publicKey: string;
  type: string;
  canonical: string;
  envelope: string;
  objectHash: string;
}
export interface JcsCase {
  name: string;
  /** UTF-8 bytes of the text. */
  text: string;
  /** Whether a reader takes it. */
  canonical: boolean;
}
export interface ContainerCase {
  name: string;
  key: string;
  safe: string;
  document: string;
  version: number;
  kind: 'content' | 'thumbnail' | 'metadata';
  salt: string;
  nonces: string[];
  /** The plaintext, or the length of the pattern "byte i is (7 i + 3) mod 251". */
  plaintext: string | number;
  header: string;
  fileKey: string;
  storedBytes: number;
  /** BLAKE2b-256 of all stored bytes. */
  storedHash: string;
  root: string;
}
export interface LockCase {
  name: string;
  type: 'card' | 'device' | 'link' | 'spare';
  secret: string;
  /** What a passkey answers, where the secret comes from one. */
  prf?: string;
  pin: string | null;
  pinSalt: string;
  stretched: string;
  released: string;
  loc: string;
  authPublicKey: string;
  tag: string;
  tagHash: string;
  kek: string;
  challenge: string;
  signature: string;
  uid: string;
  generation: number;
  accountKey: string;
  wrappedAccountKey: string;
}
export interface IdentityCase {
  name: string;
  uid: string;
  role: string;
  accountKeys: string[];
  signPublicKeys: string[];
  encPublicKeys: string[];
  statements: string[];
  approvals: (string | null)[];
  statementHashes: string[];
  fingerprints: string[];
  words: string[];
}
export interface SafeKeysCase {
  name: string;
  accountKey: string;
  uid: string;
  loc: string;
  safe: string;
  category: string;
  categoryEpoch: number;
  document: string;
  version: number;
  rootKeys: string[];
  wrappedRootKeys: string[];
  wrappedPrevious: string;
  categoryKey: string;
  documentKey: string;
  commitment: string;
  wrappedDocumentKey: string;
  categoryName: string;
  wrappedCategoryName: string;
  label: string;
  wrappedLabel: string;
}
export interface HeadListsCase {
  name: string;
  documents: { doc: string; ver: number; manifest: string; binned: boolean }[];
  docsHash: string;
  wrappedKeys: string[];
  epochsHash: string;
  grants: string[];
  grantsHash: string;
}
export interface LogCase {
  name: string;
  safe: string;
  start: string;
  entries: { seq: number; at: number; salt: string; body: string; hash: string }[];
}
/** One relay with its team, and one consent to it, from the first seed to the last hash. */
export interface ConsentCase {
  name: string;
  directory: { seed: string; publicKey: string; fingerprint: string };
  relay: {
    accountKeys: string[];
    founder: { uid: string; sign: string; fp: string };
    uid: string;
    statements: string[];
    approvals: (string | null)[];
    fingerprints: string[];
  };
  contact: { uid: string; fp: string; text: string; poster: string };
  invitation: {
    secret: string;
    text: string;
    locator: string;
    name: string;
    welcome: string;
    association: string;
    join: string;
  };
  team: {
    entries: string[];
    approvals: (string | null)[];
    /** The seed of who approved, where somebody did. */
    approvers: (string | null)[];
    members: { uid: string; role: string; name: string; gen: number }[];
  };
  teamKey: {
    seed: string;
    member: string;
    generation: number;
    randomness: string;
    sealed: string;
    previous: string;
  };
  grant: {
    receipt: string;
    context: string;
    seed: string;
    randomness: string;
    grantKey: string;
    keys: { id: string; n: number; key: string }[];
    sealed: string;
    private: string;
    wrappedPrivate: string;
    accountKey: string;
    ownKey: string;
  };
  reseal: { gen: number; epoch: number; context: string; seed: string; randomness: string; sealed: string };
  objects: ObjectCase[];
}

/** One link, from its secret to its receipt; texts are canonical JSON in hexadecimal. */
export interface LinkCase {
  name: string;
  server: string;
  url: string;
  secret: string;
  pin: string | null;
  released: string;
  loc: string;
  makerSeed: string;
  card: { text: string; wrapped: string };
  keys: string[];
  payload: string;
  own: { seed: string; randomness: string; text: string; sealed: string };
  made: { seed: string; randomness: string; text: string; sealed: string } | null;
  papersHash: string;
  look: { challenge: string; signature: string };
  open: { challenge: string; signature: string };
  note: { name: string; wrapped: string };
  statement: ObjectCase;
  objects: ObjectCase[];
}

/** What a relay notes; texts are canonical JSON. */
export interface NoteCase {
  name: string;
  teamKey: string;
  relay: string;
  generation: number;
  version: number;
  person: { safe: string; text: string; sealed: string };
  count: { member: string; month: number; text: string; sealed: string };
  mark: { holder: string; mark: string };
}

export interface VectorFiles {
  wrap: WrapCase;
  seal: SealCase;
  sign: SignCase;
  jcs: JcsCase;
  container: ContainerCase;
  'locked-secret': LockCase;
  identity: IdentityCase;
  'safe-keys': SafeKeysCase;
  objects: ObjectCase;
  'head-lists': HeadListsCase;
  log: LogCase;
  consent: ConsentCase;
  links: LinkCase;
  deposits: DepositCase;
  drops: DropCase;
  'relay-notes': NoteCase;
  asks: AskCase;
}

const FOLDER = new URL('../../../test/vectors/', import.meta.url);

/** The cases of one file under test/vectors. */
export const vectors = <N extends keyof VectorFiles>(name: N): VectorFiles[N][] =>
  (JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as { cases: VectorFiles[N][] }).cases;

export const vectorPath = (name: keyof VectorFiles): URL => new URL(`${name}.json`, FOLDER);
