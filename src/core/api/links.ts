import { type Static, Type } from 'typebox';
import { IdentityLinkWire } from './accounts.js';
import { Bytes, closed, contract, Count, Id, Millis, orNull, Page, SignedBytes } from './contract.js';

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
