import { plural } from '../format.js';
import type { FilingWords } from './filing-words.js';

export const filing: FilingWords = {
  start: 'Monter un dossier',
  about: 'Ce qui est vrai pour la personne',
  ask: (count) => plural('fr', count, { one: 'Demander # papier', other: 'Demander # papiers' }),
  asked: 'demandé',
  link: {
    start: 'Envoyer par lien',
    text: 'La personne voit ce lien, et qui l’a fait. Elle peut le reprendre.',
    agency: 'Quel organisme\u00a0?',
    papers: 'Papiers',
    howLong: 'Pour combien de temps\u00a0?',
    days: (count) => plural('fr', count, { one: '# jour', other: '# jours' }),
    make: 'Faire le lien',
    made: 'Le lien est prêt',
    address: 'L’adresse',
    code: 'Le code',
    apart: 'Envoyez l’adresse, et dites le code au téléphone.',
    once: 'Notez tout maintenant\u00a0: ce n’est montré qu’une fois.',
    copy: 'Copier',
    copied: 'C’est copié.',
    list: 'Liens faits',
    opened: (count) => plural('fr', count, { one: 'ouvert # fois', other: 'ouvert # fois' }),
    close: 'Fermer',
    unnamed: 'Un organisme',
    states: {
      open: 'ouvert',
      frozen: 'fermé après dix codes faux',
      used_up: 'toutes les ouvertures utilisées',
      expired: 'fini',
      ended: 'fermé',
    },
  },
};
