import type { DropWords } from './drop-words.js';

/** In French nought and one are singular. */
const many = (number: number): string => `${number} ${number < 2 ? 'papier' : 'papiers'}`;

/** French. */
export const frDrops: DropWords = {
  states: { open: 'ouvert', full: 'plein', expired: 'fini', ended: 'fermé' },
  columns: { from: 'Demandé à', came: 'Reçus', until: 'Jusqu’au', state: 'État' },
  ask: { link: 'Le lien que l’on vous a donné\u00a0:' },
  said: {
    made: (number, until, room) =>
      `Le lien prend ${many(number)} au plus, ${room} en tout, jusqu’au ${until}.`,
    address: 'Envoyez cette adresse\u00a0:',
    whoever:
      'Qui l’a peut déposer des papiers pour vous, et n’en voit aucun. Vous décidez de ce que vous gardez.',
    next: 'Ce qui arrive attend ici\u00a0: pochette deposits. Pour revoir l’adresse\u00a0: pochette asks',
    none: 'Aucun lien de dépôt n’est ouvert. Pour en faire un\u00a0: pochette ask --agency NOM',
    listNext: 'L’adresse\u00a0: pochette asks NUMÉRO. Pour en fermer un\u00a0: pochette unask NUMÉRO',
    came: (papers, all) => `${papers} sur ${all}`,
    standing: (state, came) => `État\u00a0: ${state}. Papiers reçus\u00a0: ${came}.`,
    from: (name) => `Demandé à\u00a0: ${name}`,
    purpose: (purpose) => `Pour quoi\u00a0: ${purpose}`,
    closed: 'Le lien est fermé. On ne peut plus rien y déposer.',
    closedNext: 'Ce qui est arrivé avant attend toujours\u00a0: pochette deposits',
    byLink: (name) => (name === '' ? 'votre lien' : `votre lien «\u00a0${name}\u00a0»`),
    claims: (name) => `«\u00a0${name}\u00a0»`,
    nobody: 'non dit',
    unsigned:
      'Par un lien\u00a0: de quelqu’un qui l’avait. Personne n’a signé, rien ne prouve le nom. Gardez seulement ce que vous attendiez.',
    to: (name) => `Pour\u00a0: ${name}`,
    takes: (papers, until) => `Prend encore ${many(papers)}, jusqu’au ${until}.`,
    leftNext: 'Reçu. La personne décide de ce qu’elle garde.',
    somebody: 'la personne qui vous a donné le lien',
  },
};
