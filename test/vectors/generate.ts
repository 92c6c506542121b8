/**
 * Writes test/vectors/*.json anew: `npm run build && node build/test/vectors/generate.js`. Run by a person who changed the
 * protocol on purpose, never by the tests: vectors that follow the code prove nothing.
 */
import { writeFileSync } from 'node:fs';
import { type VectorFiles, vectorPath } from '../helpers/vectors.js';
import { containerCases, jcsCases, lockCases, sealCases, signCases, wrapCases } from './generate-crypto.js';
import { askCases } from './generate-asks.js';
import { consentCases } from './generate-consent.js';
import { depositCases } from './generate-deposits.js';
import { dropCases } from './generate-drops.js';
import { linkCases } from './generate-links.js';
import { noteCases } from './generate-notes.js';
import { headListCases, identityCases, logCases, objectCases, safeKeyCases } from './generate-protocol.js';

const write = <N extends keyof VectorFiles>(name: N, about: string, cases: VectorFiles[N][]): void =>
  writeFileSync(vectorPath(name), `${JSON.stringify({ about, cases }, null, 2)}\n`);

write('wrap', 'WRAP(key, context, message); the nonce is bytes 1 to 24 of wrapped.', wrapCases());
write('seal', 'SEAL(publicKey, context, message) to the X-Wing key of seed.', sealCases());
write('sign', 'SIGN(type, canonical); envelope = signature | canonical.', signCases());
write('jcs', 'Texts that readers of signed objects take (canonical) or refuse.', jcsCases());
write(
  'container',
  'Containers CSD1; stored = header, then nonce | ciphertext | tag of each chunk.',
  containerCases(),
);
write('locked-secret', 'Locks: everything that secret, code and server share give.', await lockCases());
write('identity', 'Chains of identity statements, fingerprints and their spoken words.', identityCases());
write('safe-keys', 'Keys of a safe, its categories and documents, and how each is wrapped.', safeKeyCases());
write('objects', 'Manifests, heads, lists of unlockers and erasure orders, signed.', objectCases());
write('head-lists', 'The hashes over sorted lists that a head signs.', headListCases());
write(
  'log',
  'Log chains: hash = SHA-256("CS1/log" 00 prev | u64 seq | u64 at | SHA-256(salt | body)).',
  logCases(),
);
write(
  'consent',
  'Relays, teams, invitations and consents: every key, hash, text and signed word.',
  consentCases(),
);
write('links', 'Links to papers: every part, and every signed word.', await linkCases());
write(
  'deposits',
  'Papers that are left for somebody: the sealed key, the statement, the refusal.',
  depositCases(),
);
write('drops', 'Deposit links and papers left by them: every part, and every signed word.', dropCases());
write('relay-notes', 'What a relay notes: names of people, counts, marks; padded and wrapped.', noteCases());
write('asks', 'Asking for a paper: what is asked for, wrapped, and every signed word.', askCases());
