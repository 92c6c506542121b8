import { plural } from '../format.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';

export const names: NamesWords = {
  label: 'Un nom, ou un surnom',
  team: 'L’équipe du relais le voit. Le service ne peut pas le lire.',
  skip: 'Passer',
  give: 'Donner un nom',
  rename: 'Changer le nom',
  kept: 'Le nom est dans la liste du relais.',
  bad: 'Ce nom est trop long, ou contient un signe caché.',
  card: (words) => `Carte «\u00a0${words}\u00a0»`,
  refused: (count) =>
    plural('fr', count, {
      one: '# nom est abîmé. On ne le montre pas.',
      other: '# noms sont abîmés. On ne les montre pas.',
    }),
  byTeam: 'Carte lue par l’équipe un autre jour. Est-ce bien cette personne\u00a0?',
  readAgain: 'Carte pas lue aujourd’hui. Lisez-la avant de numériser.',
  goesToo: 'Son nom s’efface de la liste du relais.',
};

export const role: RoleWords = {
  manager: 'Nommer responsable',
  member: 'Nommer aidant',
  managerNamed: (name) => `Nommer responsable\u00a0: ${name}`,
  memberNamed: (name) => `Nommer aidant\u00a0: ${name}`,
  managerTitle: (name) => `${name} devient responsable\u00a0?`,
  memberTitle: (name) => `${name} redevient aidant\u00a0?`,
  managerText: 'Un responsable invite, accueille et retire des aidants.',
  memberText: 'Un aidant ne change pas l’équipe. Le reste ne change pas.',
  managerDone: (name) => `${name}\u00a0: responsable maintenant.`,
  memberDone: (name) => `${name}\u00a0: aidant maintenant.`,
};

export const statistics: StatisticsWords = {
  title: 'Statistiques',
  text: 'Sans noms\u00a0: ce qui est fait à ce bureau, mois par mois.',
  months: 'Mois par mois',
  kinds: 'Papiers par type',
  month: 'Mois',
  people: 'Personnes accompagnées',
  newcomers: 'Nouvelles personnes',
  papers: 'Papiers numérisés',
  dossiers: 'Dossiers faits',
  kind: 'Type',
  few: 'moins de 5',
  kept: 'masqué',
  why: 'Sous 5, le nombre est caché. Certains totaux aussi.',
  none: 'Rien n’est compté pour l’instant.',
  noKind: 'Aucun type n’a cinq papiers en un mois.',
  refused: (count) =>
    plural('fr', count, {
      one: '# nombre est abîmé. Il manque ici.',
      other: '# nombres sont abîmés. Ils manquent ici.',
    }),
};
