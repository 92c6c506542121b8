import { concat, exactly, sameBytes, toHex, utf8 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { hash } from '../crypto/keys.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import { unwrap, wrap } from '../crypto/wrap.js';
import { damaged, SafeError } from '../errors.js';
import type { GrantKey } from './grant.js';
import { padBytes, unpadBytes } from './padded.js';
import { HASH, ID, list, literal, oneOf, type Read, shape, text, TIME } from './shape.js';

const TYPE = 'ask';
const DAY = 86_400_000;

/** How long somebody may be asked for a paper. */
export const MAX_ASK_MS = 30 * DAY;
/** Kinds of which one does, and signs of a note. */
export const MAX_ASK_KINDS = 20;
export const MAX_ASK_NOTE = 200;

const fields = {
  t: literal(TYPE),
  id: ID,
  safe: ID,
  /** The consent under which it is asked: it ends with that. */
  grant: ID,
  exp: TIME,
  /** Hash of the wrapped body: what is asked for. */
  body: HASH,
  by: ID,
  ts: TIME,
};
const readAsk = shape(fields);

/** That a worker asks somebody for a paper, as the server sees it: who asks whom, and until when. */
export type Ask = Read<typeof fields>;

/** Where an ask belongs. */
type Place = Pick<Ask, 'id' | 'safe'>;

const bodyFields = {
  /** One of these does; what is taken most readily first. */
  kinds: list(text(40), MAX_ASK_KINDS),
  /** In the worker's words; may be empty. */
  note: text(MAX_ASK_NOTE),
};
const readBody = shape(bodyFields);

/** What is asked for: for the holder and for whom the consent is. */
export type AskBody = Read<typeof bodyFields>;

const place = (label: string, { id, safe }: Place): Uint8Array =>
  concat(utf8(label), Uint8Array.of(0), exactly(16, safe), exactly(16, id));

/** `WRAP(GK, "grant.ask" 00 safe16 ask16, padded body)`: under the key of the consent, which both sides have. */
export const wrapAskBody = (key: GrantKey, at: Place, body: AskBody): Uint8Array => {
  if (body.kinds.length === 0) throw new SafeError('invalid_request');
  return wrap(key, place('grant.ask', at), padBytes(canonicalBytes({ ...body, kinds: [...body.kinds] })));
};

/** `H("CS1/ask.body" 00 wrapped)`: how the statement names what is asked for. */
export const askBodyHash = (wrapped: Uint8Array): Uint8Array => hash('ask.body', wrapped);

/** Opens it; `damaged` unless it is the one that was signed, and asks for something. */
export const openAskBody = (key: GrantKey, ask: Ask, wrapped: Uint8Array): AskBody => {
  if (!sameBytes(askBodyHash(wrapped), ask.body)) throw damaged();
  const body = readBody(parseCanonical(unpadBytes(unwrap(key, place('grant.ask', ask), wrapped))));
  if (body.kinds.length === 0) throw damaged();
  return body;
};

export const signAsk = (value: Omit<Ask, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      id: toHex(value.id),
      safe: toHex(value.safe),
      grant: toHex(value.grant),
      exp: value.exp,
      body: toHex(value.body),
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

/** Verifies it under its asker's key, under this consent; `damaged` for anything else, also if it names another person. */
export const openAsk = (
  envelope: Envelope,
  askerKey: Uint8Array,
  { safe, grant, by }: Pick<Ask, 'safe' | 'grant' | 'by'>,
): Ask => {
  const value = readAsk(openObject(TYPE, envelope, askerKey));
  const same = sameBytes(value.safe, safe) && sameBytes(value.grant, grant) && sameBytes(value.by, by);
  if (!same) throw damaged();
  return value;
};

/** Reads one without believing it: to find out whose key must have signed it. */
export const claimedAsk = (envelope: Envelope): Ask => readAsk(parseCanonical(envelopeBytes(envelope)));

const END = 'ask.end';
/** `shown`: the person shows such a paper now. `refused`: they don't want to. `withdrawn`: it is not needed any more. */
export const ASK_ENDS = ['shown', 'refused', 'withdrawn'] as const;
const endFields = { t: literal(END), safe: ID, ask: ID, how: oneOf(ASK_ENDS), by: ID, ts: TIME };
const readEnd = shape(endFields);

/** How asking for a paper ended, as who ended it says: the holder, or those who asked. */
export type AskEnd = Read<typeof endFields>;

export const signAskEnd = (value: Omit<AskEnd, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: END,
      safe: toHex(value.safe),
      ask: toHex(value.ask),
      how: value.how,
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

/** Verifies it under the key of `by`, in this safe, about this ask if one is named; throws `damaged`. */
export const openAskEnd = (
  envelope: Envelope,
  key: Uint8Array,
  meant: Pick<AskEnd, 'safe' | 'by'> & { readonly ask?: Uint8Array },
): AskEnd => {
  const value = readEnd(openObject(END, envelope, key));
  const same = sameBytes(value.safe, meant.safe) && sameBytes(value.by, meant.by);
  if (!same || (meant.ask && !sameBytes(value.ask, meant.ask))) throw damaged();
  return value;
};
