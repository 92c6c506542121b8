import { plural } from '../format.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';

export const names: NamesWords = {
  label: 'Een naam of bijnaam',
  team: 'Het team van het steunpunt ziet hem. De dienst kan hem niet lezen.',
  skip: 'Overslaan',
  give: 'Geef een naam',
  rename: 'Wijzig de naam',
  kept: 'De naam staat in de lijst van het steunpunt.',
  bad: 'Deze naam is te lang of heeft een verborgen teken.',
  card: (words) => `Kaart “${words}”`,
  refused: (count) =>
    plural('nl', count, {
      one: '# naam is beschadigd. Hij wordt niet getoond.',
      other: '# namen zijn beschadigd. Ze worden niet getoond.',
    }),
  byTeam: 'Het team las de kaart op een andere dag. Is het deze persoon?',
  readAgain: 'De kaart is vandaag niet gelezen. Lees hem voor het scannen.',
  goesToo: 'De naam gaat uit de lijst van het steunpunt.',
};

export const role: RoleWords = {
  manager: 'Maak teamleider',
  member: 'Maak helper',
  managerNamed: (name) => `Maak teamleider: ${name}`,
  memberNamed: (name) => `Maak helper: ${name}`,
  managerTitle: (name) => `Wordt ${name} teamleider?`,
  memberTitle: (name) => `Wordt ${name} weer helper?`,
  managerText: 'Een teamleider nodigt helpers uit, laat ze toe en haalt ze weg.',
  memberText: 'Een helper wijzigt het team niet. De rest blijft.',
  managerDone: (name) => `${name} is nu teamleider.`,
  memberDone: (name) => `${name} is nu helper.`,
};

export const statistics: StatisticsWords = {
  title: 'Cijfers',
  text: 'Zonder namen: wat hier is gedaan, maand na maand.',
  months: 'Maand na maand',
  kinds: 'Papieren per soort',
  month: 'Maand',
  people: 'Mensen geholpen',
  newcomers: 'Nieuwe mensen',
  papers: 'Papieren gescand',
  dossiers: 'Dossiers gemaakt',
  kind: 'Soort',
  few: 'minder dan 5',
  kept: 'verborgen',
  why: 'Minder dan 5 zeggen we niet. Een totaal dat het zou zeggen, is verborgen.',
  none: 'Er is nog niets geteld.',
  noKind: 'Geen soort heeft vijf papieren in een maand.',
  refused: (count) =>
    plural('nl', count, {
      one: '# telling is beschadigd. Ze ontbreekt hier.',
      other: '# tellingen zijn beschadigd. Ze ontbreken hier.',
    }),
};
