import { toBase64Url } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import {
  type Grant,
  grantHash,
  type GrantKey,
  PASSED_ON,
  privateBytes,
  privateHash,
  sealedHash,
  signGrant,
  wrapPrivate,
  wrapSubGrantKey,
} from '../../src/core/protocol/grant.js';
import { sealGrantKeys } from '../../src/core/protocol/grant-keys.js';
import { type Given, grantPath, type Party } from './grants.js';
import { type Answer, call } from './holder.js';
import type { Worker } from './worker.js';

const PRIVATE = {
  purpose: 'suite du dossier',
  labels: [],
  recipient: 'Mairie',
  language: 'fr',
  shown: 'Nous transmettons ces papiers.',
  explained: PASSED_ON,
  witness: null,
} as const;

type Giver = Pick<Worker, 'uid' | 'keys'>;

/** A sub-grant as an honest client writes it, but for what `changed` says; signed by `signer`, the giver by default. */
export const prepareSub = (
  giver: Giver,
  parent: Given,
  to: Party,
  changed: Partial<Omit<Grant, 't'>> = {},
  signer = giver.keys.sign.secretKey,
): Given => {
  const key = newKey<'grant'>() as GrantKey;
  const bytes = privateBytes(PRIVATE);
  const { safe, holder, scope, nbf, exp, epoch, headSeq } = parent.grant;
  const open = {
    id: random(16),
    safe,
    holder,
    to: { id: to.id, gen: to.gen, fp: to.fp },
    scope,
    perm: ['read'] as const,
    nbf,
    exp,
    epoch,
    parent: parent.id,
    by: giver.uid,
    headSeq,
    priv: privateHash(bytes),
    ts: Date.now(),
    ...changed,
  };
  const sealed = sealGrantKeys(to.enc, open, { grantKey: key, keys: [] });
  const grant = { ...open, sealed: sealedHash(sealed), ...changed };
  const envelope = signGrant(grant, signer);
  const place = { safe: grant.safe, id: grant.id };
  return {
    id: grant.id,
    safe: grant.safe,
    grant,
    envelope,
    hash: grantHash(envelope),
    sealed,
    key,
    wire: {
      grant: toBase64Url(envelope),
      sealed: toBase64Url(sealed),
      priv: toBase64Url(wrapPrivate(key, place, bytes)),
      ownKey: toBase64Url(wrapSubGrantKey(parent.key, place, key)),
    },
  };
};

export const passOn = (
  who: Pick<Worker, 'url' | 'token'>,
  parent: Pick<Given, 'id'>,
  child: Pick<Given, 'wire'>,
): Promise<Answer> => call(who, 'POST', grantPath(parent, '/sub-grants'), child.wire);

/** Passes on what a grant shows. */
export const passedOn = async (
  giver: Worker,
  parent: Given,
  to: Party,
  changed: Partial<Omit<Grant, 't'>> = {},
): Promise<Given> => {
  const child = prepareSub(giver, parent, to, changed);
  const answer = await passOn(giver, parent, child);
  if (answer.status !== 204) throw new Error(`not passed on: ${JSON.stringify(answer.json)}`);
  return child;
};
