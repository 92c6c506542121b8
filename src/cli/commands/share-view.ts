import type { Share } from '../../client/consent/shares.js';
import { KIND_CATEGORIES } from '../../core/kinds.js';
import { shown } from '../screen.js';
import type { Words } from '../words/words.js';

/** A grant in the documents of `--json`: what its holder may see, no key. */
export const shareJson = (share: Share, number?: number) => ({
  ...(number === undefined ? {} : { number }),
  id: share.id,
  state: share.state,
  to: share.recipient,
  toId: share.to,
  purpose: share.purpose,
  scope: share.scope,
  what: share.labels.map(({ title, id }) => ({ id, title })),
  from: new Date(share.from).toISOString(),
  until: new Date(share.until).toISOString(),
  givenAt: new Date(share.givenAt).toISOString(),
  endedAt: share.endedAt === null ? null : new Date(share.endedAt).toISOString(),
  shown: share.words.shown,
  manage: share.perm.includes('manage'),
  add: share.perm.includes('add'),
  passed: share.passed,
  explained: share.words.explained,
});

type Labelled = Pick<Share, 'scope' | 'labels'>;

const shelf = (slug: string, { language }: Words): string =>
  Object.entries(KIND_CATEGORIES).find(([id]) => id === slug)?.[1][language] ?? slug;

/** What a grant shows, in one line. */
export const whatText = ({ scope, labels }: Labelled, words: Words): string => {
  const { said } = words.consent;
  if (scope === 'safe') return said.everything;
  const [first, ...more] = labels.map(({ title }) =>
    shown(scope === 'cat' ? said.shelf(shelf(title, words)) : title),
  );
  return more.length === 0 ? (first ?? '') : `${first ?? ''} ${said.more(more.length)}`;
};
