import { plural } from '../format.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';

export const names: NamesWords = {
  label: 'A name, or a nickname',
  team: 'The relay’s team sees it. The service can’t read it.',
  skip: 'Skip',
  give: 'Give a name',
  rename: 'Change the name',
  kept: 'The name is in the relay’s list.',
  bad: 'This name is too long, or has a hidden sign.',
  card: (words) => `Card “${words}”`,
  refused: (count) =>
    plural('en', count, {
      one: '# name is damaged. It is not shown.',
      other: '# names are damaged. They are not shown.',
    }),
  byTeam: 'The team read the card on another day. Is it this person?',
  readAgain: 'Card not read today. Read it before you scan.',
  goesToo: 'Their name goes from the relay’s list.',
};

export const role: RoleWords = {
  manager: 'Make manager',
  member: 'Make worker',
  managerNamed: (name) => `Make manager: ${name}`,
  memberNamed: (name) => `Make worker: ${name}`,
  managerTitle: (name) => `Make ${name} a manager?`,
  memberTitle: (name) => `Make ${name} a worker again?`,
  managerText: 'A manager invites, welcomes and removes workers.',
  memberText: 'A worker does not change the team. The rest stays.',
  managerDone: (name) => `${name} is a manager now.`,
  memberDone: (name) => `${name} is a worker now.`,
};

export const statistics: StatisticsWords = {
  title: 'Statistics',
  text: 'Without names: what is done at this desk, month by month.',
  months: 'Month by month',
  kinds: 'Papers by kind',
  month: 'Month',
  people: 'People helped',
  newcomers: 'New people',
  papers: 'Papers scanned',
  dossiers: 'Dossiers made',
  kind: 'Kind',
  few: 'fewer than 5',
  kept: 'hidden',
  why: 'Fewer than 5 is not said. A total that would say it is hidden.',
  none: 'Nothing is counted yet.',
  noKind: 'No kind has five papers in a month.',
  refused: (count) =>
    plural('en', count, {
      one: '# count is damaged. It is missing here.',
      other: '# counts are damaged. They are missing here.',
    }),
};
