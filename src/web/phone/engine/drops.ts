import { type Drop, endDrop, listDrops } from '../../../client/drops/list.js';
import { makeDrop } from '../../../client/drops/make.js';
import { SafeError } from '../../../core/errors.js';
import type { Language } from '../../i18n/language.js';
import { opened } from './opened.js';

/** A link by which somebody leaves papers, while it takes some. */
export interface Asked {
  readonly id: string;
  readonly url: string;
  /** Who was asked; may be empty. */
  readonly from: string;
  readonly came: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const ofDrop = ({ id, url, card, papers, statement }: Drop): Asked => ({
  id,
  url,
  from: card.from,
  came: papers,
  until: statement.exp,
});

const open = async (): Promise<readonly Drop[]> =>
  (await listDrops(opened())).filter(({ state }) => state === 'open');

export const asked = async (): Promise<Asked[]> => (await open()).map(ofDrop);

/** A link by which whoever has it leaves papers, and sees none. */
export const ask = async (from: string, language: Language): Promise<Asked> => {
  const { id, url, until } = await makeDrop(opened(), { from, language });
  return { id, url, from, came: 0, until };
};

/** It takes nothing any more. */
export const endAsked = async (id: string): Promise<void> => {
  const drop = (await open()).find((one) => one.id === id);
  if (!drop) throw new SafeError('not_found');
  await endDrop(opened(), drop);
};
