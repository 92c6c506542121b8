import { type Static, Type } from 'typebox';
import { Bytes, closed, contract, Count, Hash, Id, Millis, orNull, Version } from './contract.js';

const VersionParams = closed({ safe: Id, document: Id, version: Version });

/** The largest metadata container that is taken, in bytes. */
export const MAX_METADATA_CONTAINER = 20 * 1024;

export const VersionWire = closed({
  doc: Id,
  ver: Version,
  manifest: Type.String({ description: 'signed manifest, base64url' }),
  wrappedKey: Bytes(105),
  /** Epoch of the root key that the key is wrapped under: the manifest's, or a later one after a new key of the safe. */
  wrapEpoch: Version,
  metadata: Type.String({ description: 'metadata container, base64url' }),
  contentBytes: Count,
  thumbnailBytes: orNull(Count),
  binnedAt: orNull(Millis),
});
export type VersionWire = Static<typeof VersionWire>;

export const listPapers = contract({
  id: 'listPapers',
  method: 'GET',
  url: '/v1/safes/:safe/documents',
  access: 'account',
  tag: 'Papers',
  summary: 'List the papers of a safe',
  description:
    'The newest version of each, those in the bin included, by id. `expired` are those whose 30 days in the bin are ' +
    'over: their keys and bytes are gone, and the next head leaves them out. All pages of one list carry one head.',
  params: closed({ safe: Id }),
  querystring: closed({
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  status: 200,
  response: closed({
    head: Type.String(),
    papers: Type.Array(VersionWire),
    expired: Type.Array(closed({ doc: Id, ver: Version, manifest: Hash })),
    next: orNull(Id),
  }),
  errors: ['not_found'],
});

export const listVersions = contract({
  id: 'listVersions',
  method: 'GET',
  url: '/v1/safes/:safe/documents/:document/versions',
  access: 'account',
  tag: 'Papers',
  summary: 'List the versions of a paper, oldest first',
  params: closed({ safe: Id, document: Id }),
  status: 200,
  response: closed({ versions: Type.Array(VersionWire) }),
  errors: ['not_found'],
});

export const sendVersion = contract({
  id: 'sendVersion',
  method: 'PUT',
  url: '/v1/safes/:safe/documents/:document/versions/:version',
  access: 'account',
  tag: 'Papers',
  summary: 'Send a version of a paper',
  description:
    'Stored and flushed to disk before it is answered; visible once a head keeps it. The server recomputes the roots ' +
    'while the bytes stream in and refuses what the manifest did not sign. What was sent and not yet kept may be ' +
    'sent again and is replaced; a number that is kept is version_exists. The parts come in this order. A head that comes ' +
    'along is committed in the same transaction: then the version is kept at once. One that is no longer the next ' +
    '(head_conflict) changes nothing: the version was sent, waits for another head, and the answer’s head is null.',
  params: VersionParams,
  multipart: {
    content: 'the content container',
    thumbnail: 'the thumbnail container, if the manifest names one',
    metadata: 'the metadata container',
    key: 'the wrapped document key, 105 bytes',
    manifest: 'the signed manifest',
    head: 'optional: the signed head that keeps this version and changes nothing else; zeros alone are no head',
  },
  status: 201,
  response: closed({
    manifest: Hash,
    storedBytes: Count,
    /** Number of the head that keeps it; there only where the part was, null where that was not the next head. */
    head: Type.Optional(orNull(Version)),
  }),
  errors: [
    'root_mismatch',
    'damaged',
    'version_exists',
    'quota_exceeded',
    'too_large',
    'storage_full',
    'not_found',
  ],
});

export const readContent = contract({
  id: 'readContent',
  method: 'GET',
  url: '/v1/safes/:safe/documents/:document/versions/:version/content',
  access: 'account',
  tag: 'Papers',
  summary: 'Read the content container of a paper',
  description: 'Streams. One Range of bytes is served (206) if it begins and ends at chunk boundaries.',
  params: VersionParams,
  status: 200,
  response: 'application/octet-stream',
  errors: ['not_found', 'range_not_satisfiable'],
});

export const readThumbnail = contract({
  id: 'readThumbnail',
  method: 'GET',
  url: '/v1/safes/:safe/documents/:document/versions/:version/thumbnail',
  access: 'account',
  tag: 'Papers',
  summary: 'Read the thumbnail container of a paper',
  params: VersionParams,
  status: 200,
  response: 'application/octet-stream',
  errors: ['not_found'],
});
