export interface ObjectCase {
  name: string;
  type: string;
  seed: string;
  publicKey: string;
  canonical: string;
  envelope: string;
  hash: string;
}

export interface DepositCase {
  name: string;
  /** Of the holder's key, and what the sealing drew. */
  seed: string;
  randomness: string;
  key: string;
  sealed: string;
  statement: ObjectCase;
  refusal: ObjectCase;
}

/** One deposit link, and a paper that was left by it. */
export interface AskCase {
  name: string;
  safe: string;
  grant: string;
  /** Id of who asks, and of whom. */
  by: string;
  holder: string;
  id: string;
  /** Of the consent. */
  key: string;
  body: { kinds: string[]; note: string };
  wrapped: string;
  ask: ObjectCase;
  end: ObjectCase;
}
export interface DropCase {
  name: string;
  server: string;
  url: string;
  /** The holder's account key and id. */
  account: string;
  holder: string;
  safe: string;
  id: string;
  seed: string;
  loc: string;
  card: { text: string; wrapped: string };
  own: string;
  look: { challenge: string; signature: string };
  paper: { key: string; doc: string; randomness: string; sealed: string };
  leaver: { name: string; wrapped: string } | null;
  link: ObjectCase;
  end: ObjectCase;
  statement: ObjectCase;
}
