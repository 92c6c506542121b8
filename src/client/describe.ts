import { en } from './describe-en.js';
import { fr } from './describe-fr.js';
import type { Catalogue } from './describe-words.js';
import type { HistoryEntry } from './history.js';

export type Language = 'fr' | 'en';

/** What the command line and the export speak. The phone loads the one language that it needs. */
const CATALOGUES: Readonly<Record<Language, Catalogue>> = { fr, en };

const paperIn = (words: Catalogue, { paper, version }: HistoryEntry): string => {
  const name = paper === undefined ? words.aPaper : words.quoted.replace('{}', () => paper);
  return version !== undefined && version > 1
    ? `${name} ${words.version.replace('{}', String(version))}`
    : name;
};

const deviceIn = (words: Catalogue, { device, deviceGone }: HistoryEntry): string => {
  if (deviceGone === true) return `, ${words.goneDevice}`;
  if (device === undefined || device === '') return '';
  if (device === 'card') return `, ${words.card}`;
  return `, ${words.device.replace('{}', () => words.quoted.replace('{}', () => device))}`;
};

const whatIn = (words: Catalogue, { what = [] }: HistoryEntry): string =>
  what.length === 0 ? words.papers : what.map((one) => words.quoted.replace('{}', () => one)).join(', ');

/** Done to a link by who made it, not by who has it. */
const BY_MAKERS: ReadonlySet<HistoryEntry['action']> = new Set([
  'link.make',
  'link.change',
  'link.end',
  'link.list',
  'drop.make',
  'drop.end',
  'drop.list',
]);

/** Who has a link is nobody that the safe knows. */
const byWhoHasIt = ({ actor, action }: HistoryEntry): boolean =>
  actor === 'someone' && !BY_MAKERS.has(action);

/** Who did it, by name where it is known. */
const subjectIn = (words: Catalogue, entry: HistoryEntry): string => {
  const { actor, worker, relay, link, agency = '' } = entry;
  if (link !== undefined && byWhoHasIt(entry)) {
    const named = words.quoted.replace('{}', () => agency);
    return agency === '' ? words.withLink : words.withLinkFor.replace('{}', () => named);
  }
  if (actor !== 'someone' || relay === undefined) return words.subjects[actor];
  const name =
    worker === undefined || worker === relay
      ? relay
      : words.of.replace(/\{(worker|relay)\}/g, (_, one: string) => (one === 'worker' ? worker : relay));
  return words.named.replace('{}', () => name);
};

/** To whom the holder showed it, why, and whether it is proven. */
const aboutGrant = (words: Catalogue, entry: HistoryEntry): string => {
  const { actor, relay, passedTo, agency, link, purpose, proof, action, signedAs } = entry;
  const quoted = (text: string): string => words.quoted.replace('{}', () => text);
  const isShown = actor === 'you' && action !== 'grant.list' && link === undefined;
  const toRelay = passedTo ?? (isShown ? relay : undefined);
  const isMade = action === 'link.make' || action === 'drop.make';
  const to = isMade && agency !== '' ? agency : toRelay;
  return [
    ...(to === undefined || to === '' ? [] : [` ${words.to.replace('{}', () => quoted(to))}`]),
    ...(signedAs === undefined ? [] : [`, ${words.signedAs.replace('{}', () => quoted(signedAs))}`]),
    ...(purpose === undefined || purpose === ''
      ? []
      : [`, ${words.why.replace('{}', () => quoted(purpose))}`]),
    ...(proof === 'broken' ? [` (${words.unproven})`] : []),
  ].join('');
};

/** One line of the history as a person would say it, `times` in a day; ends without a full stop, tells no time. */
export const describeIn = (words: Catalogue, entry: HistoryEntry, times = 1): string => {
  const phrase = words.phrases[entry.action];
  const refused = entry.outcome !== 'ok';
  const attempted = refused && entry.action !== 'unlocker.refused';
  const verb = attempted ? `${words.tried} ${phrase.tried}` : phrase.done;
  const said = verb
    .replace(/\{(paper|what)\}/, (_, one: string) =>
      one === 'paper' ? paperIn(words, entry) : whatIn(words, entry),
    )
    .concat(aboutGrant(words, entry));
  const reason = refused ? `${words.because}${words.reasons[entry.outcome] ?? words.refused}` : '';
  const count = times > 1 ? ` ${words.times.replace('{}', String(times))}` : '';
  return `${subjectIn(words, entry)} ${said}${deviceIn(words, entry)}${count}${reason}`;
};

export const describe = (entry: HistoryEntry, language: Language, times = 1): string =>
  describeIn(CATALOGUES[language], entry, times);
