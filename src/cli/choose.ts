import type { Paper } from '../client/paper.js';
import { SafeError } from '../core/errors.js';
import { isPartOf, isSameName } from '../core/finding.js';
import { usage } from './usage.js';

/** As `list` numbers them: the oldest first, so that a new paper or a new version renumbers no other. */
export const inOrder = (papers: readonly Paper[]): Paper[] =>
  [...papers].sort((a, b) => a.metadata.since - b.metadata.since || (a.doc < b.doc ? -1 : 1));

/** Whether somebody is meant by the beginning of their id or a part of their name; by nothing, nobody is. */
export const isMeant = (id: string, name: string, word: string): boolean =>
  (word !== '' && id.startsWith(word.toLowerCase())) || isPartOf(name, word);

/** What a person can name: a paper, or one that waits. */
type Named = Pick<Paper, 'doc' | 'metadata'>;

const only = <P>(found: readonly P[], word: string): P | undefined => {
  if (found.length > 1) throw usage('ambiguous', { paper: word });
  return found[0];
};

/**
 * The paper that a person means: its number in the list, the beginning of its id, its title or a part of it (accents and
 * capitals don't count). Throws `not_found`, or `bad_usage` when more than one fits.
 */
export const choosePaper = <P extends Named>(listed: readonly P[], word: string): P => {
  const numbered = /^\d{1,5}$/.test(word) ? listed[Number(word) - 1] : undefined;
  if (numbered) return numbered;
  const id = /^[0-9a-f]{4,32}$/i.test(word) ? word.toLowerCase() : null;
  const paper =
    only(id === null ? [] : listed.filter(({ doc }) => doc.startsWith(id)), word) ??
    only(
      listed.filter(({ metadata }) => isSameName(metadata.title, word)),
      word,
    ) ??
    only(
      listed.filter(({ metadata }) => isPartOf(metadata.title, word)),
      word,
    );
  if (!paper) throw new SafeError('not_found', { details: { paper: word } });
  return paper;
};

/** Several at once, each only once. */
export const choosePapers = <P extends Named>(listed: readonly P[], words: readonly string[]): P[] => [
  ...new Set(words.map((word) => choosePaper(listed, word))),
];
