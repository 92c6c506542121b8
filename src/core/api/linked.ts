import { type Static, Type } from 'typebox';
import { IdentityLinkWire } from './accounts.js';
import { Bytes, closed, contract, Count, Id, Millis, orNull, SignedBytes, Version } from './contract.js';
import { LinkState } from './links.js';

export const lookAtLink = contract({
  id: 'lookAtLink',
  method: 'POST',
  url: '/v1/links/look',
  access: 'public',
  tag: 'Links',
  summary: 'Look at a link without opening it',
  description:
    'Answers a challenge of /v1/locks/challenge for the link’s locator with a signature of type `link.look`. Uses up nothing. ' +
    'Who does not have the link is told the same whether there is one or not.',
  body: closed({ link: Id, challenge: Bytes(32), signature: Bytes(64) }),
  status: 200,
  response: closed({
    state: LinkState,
    /** What it says of itself, with the identity chain of who made it; null once it was ended. */
    shown: orNull(
      closed({ statement: Type.String(), card: Type.String(), maker: Type.Array(IdentityLinkWire) }),
    ),
    /** Whether a code is needed. */
    code: Type.Boolean(),
    expiresAt: Millis,
    openingsLeft: Count,
    triesLeft: Count,
  }),
  errors: ['unauthorized'],
});

/** A version of a paper as a link shows it; its key comes with the link. */
export const LinkedPaperWire = closed({
  doc: Id,
  ver: Version,
  manifest: Type.String({ description: 'signed manifest, base64url' }),
  metadata: Type.String({ description: 'metadata container, base64url' }),
  contentBytes: Count,
  thumbnailBytes: orNull(Count),
});
export type LinkedPaperWire = Static<typeof LinkedPaperWire>;

const OPEN_ERRORS = ['link_expired', 'link_ended', 'link_used_up', 'link_frozen', 'wrong_code'] as const;

export const openLink = contract({
  id: 'openLink',
  method: 'POST',
  url: '/v1/links/open',
  access: 'public',
  tag: 'Links',
  summary: 'Open a link',
  description:
    'Answers a challenge of /v1/locks/challenge as a card does: possession is checked first, then a try is counted and the ' +
    'code’s tag compared, then an opening is counted, all in one transaction. Ten wrong codes close the link for good. One ' +
    'opening is a session of 15 minutes, in which papers may be read in parts and as often as needed.',
  body: closed({ link: Id, challenge: Bytes(32), tag: Bytes(32), signature: Bytes(64) }),
  status: 200,
  response: closed({
    statement: Type.String(),
    card: Type.String(),
    released: Bytes(32),
    payload: Type.String(),
    holder: Type.Array(IdentityLinkWire),
    maker: Type.Array(IdentityLinkWire),
    /** Those of the statement that are still there. */
    papers: Type.Array(LinkedPaperWire),
    token: Type.String({ description: 'bearer token of the session' }),
    sessionEndsAt: Millis,
    expiresAt: Millis,
    openingsLeft: Count,
  }),
  errors: ['unauthorized', ...OPEN_ERRORS],
});

const PaperParams = closed({ document: Id, version: Version });
const READ_ERRORS = ['session_over', 'link_ended', 'link_expired', 'not_found'] as const;

export const readLinkedContent = contract({
  id: 'readLinkedContent',
  method: 'GET',
  url: '/v1/link/papers/:document/versions/:version/content',
  access: 'link',
  tag: 'Links',
  summary: 'Read the content container of a paper that an opened link shows',
  description:
    'Streams, and is broken off when the link or the session ends meanwhile. One Range of bytes is served (206) if it begins ' +
    'and ends at chunk boundaries.',
  params: PaperParams,
  status: 200,
  response: 'application/octet-stream',
  errors: [...READ_ERRORS, 'range_not_satisfiable'],
});

export const readLinkedThumbnail = contract({
  id: 'readLinkedThumbnail',
  method: 'GET',
  url: '/v1/link/papers/:document/versions/:version/thumbnail',
  access: 'link',
  tag: 'Links',
  summary: 'Read the thumbnail container of a paper that an opened link shows',
  params: PaperParams,
  status: 200,
  response: 'application/octet-stream',
  errors: [...READ_ERRORS],
});

export const leaveReceipt = contract({
  id: 'leaveReceipt',
  method: 'POST',
  url: '/v1/link/receipt',
  access: 'link',
  tag: 'Links',
  summary: 'Leave a receipt for the person: that the papers arrived, and with whom',
  description:
    'Signed with the link’s key; the name in it is ciphertext that the person can read. One for each opening.',
  body: closed({ receipt: SignedBytes }),
  status: 201,
  response: closed({ at: Millis }),
  errors: ['session_over', 'damaged', 'conflict', 'link_ended', 'link_expired'],
});
