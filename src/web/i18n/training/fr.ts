import { plural } from '../format.js';
import type { TrainingWords } from './words.js';

export const words: TrainingWords = {
  language: 'fr',
  banner: 'Entraînement\u00a0: rien n’est vrai',
  code: (code) => `Code de tous\u00a0: ${code}`,
  cards: 'Cartes inventées',
  cardOf: (name) => `Carte de ${name}`,
  answers: (name) => `${name} répond`,
  phoneOf: (name) => `Sur le téléphone de ${name}`,
  keep: 'Tout garder',
  kept: (count) => plural('fr', count, { one: '# papier gardé', other: '# papiers gardés' }),
  show: 'Montrer au relais',
  shown: 'C’est montré.',
  samples: 'Prendre des exemples',
  samplesText: 'Ici, pas de vrais papiers. Prenez nos exemples.',
  noPhone: 'Ici, faites comme sans téléphone.',
  notHere: 'Ce service n’offre pas d’entraînement.',
  stamp: 'SPÉCIMEN',
  relay: 'Relais inventé',
  purpose: 'Demande inventée',
};
