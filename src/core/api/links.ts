import { type Static, Type } from 'typebox';
import { IdentityLinkWire } from './accounts.js';
import {
  Bytes,
  closed,
  contract,
  Count,
  Id,
  Millis,
  orNull,
  Page,
  SignedBytes,
  Version,
} from './contract.js';

const LinkParams = closed({ link: Id });
/** Padded to multiples of 512 bytes: wrapped by 73 more, sealed by 1,137 more. */
const Wrapped = Bytes(585, 73 + 4096);
const SealedOwn = Bytes(1649, 1137 + 4096);
const Openings = Type.Integer({ minimum: 1, maximum: 50 });

/** A link as its maker sends it; `made` comes from another maker than the holder. */
export const NewLink = closed({
  statement: SignedBytes,
  /** The link's login key, the hash of its tag, and the server's share of its key. */
  auth: Bytes(32),
  tagHash: Bytes(32),
  released: Bytes(32),
  card: Wrapped,
  payload: Wrapped,
  own: SealedOwn,
  made: orNull(SealedOwn),
});
export type NewLink = Static<typeof NewLink>;

const MAKE_ERRORS = ['conflict', 'damaged', 'not_found', 'link_expired', 'links_full'] as const;
const MadeAnswer = closed({ link: Id, expiresAt: Millis });

export const makeLink = contract({
  id: 'makeLink',
  method: 'POST',
  url: '/v1/safes/:safe/links',
  access: 'account',
  tag: 'Links',
  summary: 'Show papers to somebody without an account, by a link',
  description:
    'By the holder. The link’s secret is never sent: the server knows a name and a public key that follow from it. Sending ' +
    'the same again answers the same.',
  params: closed({ safe: Id }),
  body: NewLink,
  status: 201,
  response: MadeAnswer,
  errors: [...MAKE_ERRORS],
});

const GRANT_ERRORS = ['grant_ended', 'grant_expired', 'grant_not_started', 'not_granted'] as const;

export const makeGrantedLink = contract({
  id: 'makeGrantedLink',
  method: 'POST',
  url: '/v1/grants/:grant/links',
  access: 'account',
  tag: 'Links',
  summary: 'Show papers by a link on behalf of the person, under a grant that lets one manage',
  description:
    'Never more than the grant shows, and never for longer. The holder sees the link and can end it. Under one grant at most ' +
    '100 are open and 300 listed.',
  params: closed({ grant: Id }),
  body: NewLink,
  status: 201,
  response: MadeAnswer,
  errors: [...MAKE_ERRORS, ...GRANT_ERRORS],
});

export const LinkState = Type.Union([
  Type.Literal('open'),
  Type.Literal('frozen'),
  Type.Literal('used_up'),
  Type.Literal('expired'),
  Type.Literal('ended'),
]);
export type LinkState = Static<typeof LinkState>;

export const ListedLink = closed({
  statement: Type.String({ description: 'signed statement, base64url' }),
  /** The newest signed change, if there is one. */
  change: orNull(Type.String()),
  /** Sealed to whom it is listed for. */
  own: Type.String(),
  /** The identity chains of whose papers they are, and of who made it. */
  holder: Type.Array(IdentityLinkWire),
  maker: Type.Array(IdentityLinkWire),
  state: LinkState,
  expiresAt: Millis,
  openings: Openings,
  opened: Count,
  wrongCodes: Count,
  madeAt: Millis,
  lastOpenedAt: orNull(Millis),
  endedAt: orNull(Millis),
  receipts: Type.Array(closed({ receipt: Type.String(), at: Millis })),
});
export type ListedLink = Static<typeof ListedLink>;

const LinksPage = closed({ links: Type.Array(ListedLink), next: orNull(Id) });

export const listLinks = contract({
  id: 'listLinks',
  method: 'GET',
  url: '/v1/safes/:safe/links',
  access: 'account',
  tag: 'Links',
  summary: 'List the links to papers of the safe, those that are over included',
  description:
    'Ordered by id, after `after`; `next` is where the next page begins. What is over is listed for 92 days more.',
  params: closed({ safe: Id }),
  querystring: Page,
  status: 200,
  response: LinksPage,
  errors: ['not_found'],
});

export const madeLinks = contract({
  id: 'madeLinks',
  method: 'GET',
  url: '/v1/links',
  access: 'account',
  tag: 'Links',
  summary: 'List the links that I made on behalf of others',
  description: 'Page by page, as those of a safe.',
  querystring: Page,
  status: 200,
  response: LinksPage,
  errors: [],
});

export const changeLink = contract({
  id: 'changeLink',
  method: 'POST',
  url: '/v1/links/:link/change',
  access: 'account',
  tag: 'Links',
  summary: 'Extend or shorten a link',
  description: 'By the holder or who made it. What is over stays over.',
  params: LinkParams,
  body: closed({ change: SignedBytes }),
  status: 200,
  response: closed({ expiresAt: Millis, openings: Openings }),
  errors: ['conflict', 'damaged', 'not_found', 'link_ended', 'link_expired', 'link_used_up', ...GRANT_ERRORS],
});

export const endLink = contract({
  id: 'endLink',
  method: 'POST',
  url: '/v1/links/:link/end',
  access: 'account',
  tag: 'Links',
  summary: 'End a link at once: by the holder, who made it, or their relay',
  description:
    'What opens it is destroyed. From the answer on nothing of it is released, running downloads included.',
  params: LinkParams,
  body: closed({ end: SignedBytes }),
  status: 204,
  response: null,
  errors: ['damaged', 'not_found'],
});

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
