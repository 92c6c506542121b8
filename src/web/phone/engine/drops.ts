import { type Drop, endDrop as endAtServer, listDrops } from '../../../client/drops/list.js';
import { makeDrop as makeAtServer } from '../../../client/drops/make.js';
import { SafeError } from '../../../core/errors.js';
import type { Language } from '../../i18n/language.js';
import { opened } from './opened.js';

/** A link by which somebody leaves papers, while it takes some. */
export interface DropView {
  readonly id: string;
  readonly url: string;
  /** Who was asked; may be empty. */
  readonly from: string;
  readonly came: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const ofDrop = ({ id, url, card, papers, statement }: Drop): DropView => ({
  id,
  url,
  from: card.from,
  came: papers,
  until: statement.exp,
});

const open = async (): Promise<readonly Drop[]> =>
  (await listDrops(opened())).filter(({ state }) => state === 'open');

export const drops = async (): Promise<DropView[]> => (await open()).map(ofDrop);

/** A link by which whoever has it leaves papers, and sees none. */
export const makeDrop = async (from: string, language: Language): Promise<DropView> => {
  const { id, url, until } = await makeAtServer(opened(), { from, language });
  return { id, url, from, came: 0, until };
};

/** It takes nothing any more. */
export const endDrop = async (id: string): Promise<void> => {
  const drop = (await open()).find((one) => one.id === id);
  if (!drop) throw new SafeError('not_found');
  await endAtServer(opened(), drop);
};
