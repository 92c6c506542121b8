import { fromUtf8, toBase64Url, toHex } from '../core/bytes.js';
import { type LogEntry, logStart } from '../core/protocol/log.js';
import type { Waiting } from './deposit/waiting.js';
import { describe, type Language } from './describe.js';
import type { Placed } from './export-names.js';
import type { HistoryEntry } from './history.js';
import type { Paper } from './paper.js';
import type { Session } from './session.js';
import type { Safe } from './state.js';

const FORMAT = 1;

const time = (at: number): string => new Date(at).toISOString();

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const versionRecord = ({ paper, path }: Placed) => ({
  version: paper.version,
  file: path,
  title: paper.metadata.title,
  kind: paper.metadata.kind,
  fileName: paper.metadata.fileName,
  mediaType: paper.metadata.mediaType,
  bytes: paper.metadata.size,
  blake2b256: paper.metadata.digest,
  added: time(paper.metadata.added),
  expires: paper.metadata.expires,
  pages: paper.metadata.pages,
  note: paper.metadata.note,
  notices: paper.metadata.notices,
  signedManifest: toBase64Url(paper.envelope),
});

const documentRecord = (versions: readonly Placed[]) => {
  const newest = versions.at(-1)?.paper as Paper;
  return {
    id: newest.doc,
    category: newest.category,
    inBinSince: newest.binnedAt === null ? null : time(newest.binnedAt),
    versions: versions.map(versionRecord),
  };
};

const waitingRecord = ({ doc, from, metadata, envelope, at }: Waiting) => ({
  id: doc,
  title: metadata.title,
  kind: metadata.kind,
  bytes: metadata.size,
  left: time(at),
  relay: from.name,
  worker: from.link === null ? from.workerName : null,
  link: from.link && { ...from.link, claimedName: from.claims },
  verified: from.verified,
  signedStatement: toBase64Url(envelope),
});

/** Everything that is known of the papers, for machines; `documents` holds the versions of each, oldest first. */
export const metadataJson = (
  session: Session,
  safe: Safe,
  documents: readonly (readonly Placed[])[],
  waiting: readonly Waiting[],
): string =>
  json({
    format: 'pochette-export',
    formatVersion: FORMAT,
    exported: time(session.device.clock.now()),
    server: session.server,
    account: toHex(session.uid),
    safe: toHex(safe.id),
    identity: session.links.map(({ statement, approval }) => ({
      signedStatement: toBase64Url(statement),
      approval: approval && toBase64Url(approval),
    })),
    signedHead: toBase64Url(safe.envelope),
    categories: safe.categories.map(({ id, slug }) => ({ id: toHex(id), name: slug })),
    grants: [],
    documents: documents.map(documentRecord),
    waitingToBeConfirmed: waiting.map(waitingRecord),
  });

/** The log as it is chained, with each entry's body as text, so that anybody can verify it. */
export const logJson = (session: Session, log: readonly LogEntry[]): string =>
  json({
    format: 'pochette-log',
    formatVersion: FORMAT,
    safe: toHex(session.safe),
    rule:
      'hash = SHA-256("CS1/log" 00 previousHash | seq as 8 bytes | at as 8 bytes | SHA-256(salt | body)), big-endian; ' +
      'at in milliseconds since 1970; salt and hashes in hexadecimal, body as UTF-8 text',
    start: toHex(logStart(session.safe).hash),
    entries: log.map(({ seq, at, salt, body, hash }) => ({
      seq,
      at,
      salt: toHex(salt),
      body: fromUtf8(body),
      hash: toHex(hash),
    })),
  });

/** The log as a person reads it: time in UTC, then what was done. */
export const logText = (entries: readonly HistoryEntry[], language: Language): string =>
  entries
    .map((entry) => `${time(entry.at).slice(0, 19).replace('T', ' ')} UTC  ${describe(entry, language)}.\r\n`)
    .join('');

/** Readable without Pochette, by the person, in two languages, on any system. */
export const README = `POCHETTE

FRANÇAIS
Ce dossier contient tout ce que votre pochette gardait.

- Le dossier "papiers" (ou "papers") : vos papiers, tels que vous les avez déposés.
  Les versions d'avant sont dans "anciennes versions", la corbeille dans "Corbeille".
- metadata.json : le titre, la sorte, les dates et l'empreinte de chaque papier, pour un autre logiciel.
  Les papiers déposés qui attendent votre accord y sont nommés ; ils ne sont pas dans le dossier.
- historique.txt : tout ce qui a été fait dans votre pochette, et quand.
- log.json : le même historique, avec de quoi vérifier que rien n'y a été changé.

Ces fichiers ne sont plus protégés : gardez-les en lieu sûr, et effacez-les d'un ordinateur partagé.

ENGLISH
This folder holds everything that your safe kept.

- The folder "papers" (or "papiers"): your papers as you put them in.
  Earlier versions are in "older versions", the bin in "Bin".
- metadata.json: title, kind, dates and fingerprint of each paper, for other programs.
  Papers that were left and wait for you to confirm are named in it; they are not in the folder.
- history.txt: everything that was done in your safe, and when.
- log.json: the same history, with what is needed to verify that nothing in it was changed.

These files are no longer protected: keep them in a safe place, and erase them from a shared computer.

VERIFY
- A paper: its BLAKE2b digest of 32 bytes must be "blake2b256" in metadata.json. With GNU coreutils: b2sum -l 256 FILE
- The log: begin with "start" in log.json. For each entry in order, with || for joined bytes, numbers as 8 bytes with the
  highest first, and salt, hash and previous hash read from hexadecimal:
    inner = SHA-256( salt || body as UTF-8 )
    hash  = SHA-256( "CS1/log" || one zero byte || previous hash || seq || at || inner )
  Every "hash" must come out as written, "seq" must count 1, 2, 3, …, and "at" must never go back.
- Signed objects (base64url) are a signature of 64 bytes, then JSON. The signature is Ed25519 over
  "CS1/sig" || zero byte || the value of "t" || zero byte || the JSON's bytes, by the key "sign" of the newest identity.
`.replaceAll('\n', '\r\n');
