import type { LinkWords } from './link-words.js';

/** In French nought and one are singular. */
const many = (number: number, one: string, more: string): string => `${number} ${number < 2 ? one : more}`;

/** French. */
export const frLinks: LinkWords = {
  states: {
    open: 'ouvert',
    frozen: 'fermé\u00a0: dix codes faux',
    used_up: 'épuisé',
    expired: 'fini',
    ended: 'fermé',
  },
  columns: { agency: 'Pour', papers: 'Papiers', until: 'Jusqu’au', openings: 'Ouvertures', state: 'État' },
  ask: {
    link: 'Le lien que l’on vous a donné\u00a0:',
    code: 'Le code que l’on vous a dit (6 chiffres)\u00a0:',
  },
  said: {
    made: (number, until, openings) =>
      `Le lien montre ${many(number, 'papier', 'papiers')} jusqu’au ${until}, ${many(openings, 'ouverture', 'ouvertures')} au plus.`,
    address: 'Envoyez cette adresse\u00a0:',
    code: (code) => `Dites ce code par un autre chemin\u00a0: ${code}`,
    sayAloud: (digits) => `À voix haute\u00a0: ${digits}.`,
    onePath: 'Jamais les deux dans un même message. Qui a les deux voit les papiers.',
    noCode: 'Il n’y a pas de code\u00a0: qui a cette adresse voit les papiers.',
    linkNext: 'Pour le revoir, ou savoir qui l’a ouvert\u00a0: pochette links',
    noLinks: 'Aucun lien n’est ouvert. Pour en faire un\u00a0: pochette link PAPIER',
    linksNext:
      'Adresse et code\u00a0: pochette links NUMÉRO. Pour en fermer un\u00a0: pochette unlink NUMÉRO',
    unread: 'étiquette illisible',
    unreadWhy:
      'L’étiquette de ce lien est illisible\u00a0: rien ne dit à qui il montre vos papiers. Pour le fermer\u00a0: pochette unlink NUMÉRO',
    unlinked: 'Le lien est fermé. Il n’ouvre plus rien.',
    unlinkedNext: 'Ce qui a été vu ou gardé avant ne peut pas être repris.',
    extended: (until, openings) =>
      `Le lien est ouvert jusqu’au ${until}, ${many(openings, 'ouverture', 'ouvertures')} en tout.`,
    openings: (opened, all) => `${opened} sur ${all}`,
    standing: (state, opened) => `État\u00a0: ${state}. Ouvertures\u00a0: ${opened}.`,
    wrongCodes: (number) => `${many(number, 'code faux', 'codes faux')} jusqu’ici.`,
    under: (name) => `Fait pour vous par\u00a0: ${name}.`,
    received: (name, at) => `Reçu\u00a0: ${at}${name === null ? '' : `, par ${name}`}.`,
    opened: (at) => `Ouvert la dernière fois\u00a0: ${at}.`,
    from: (name) => `De\u00a0: ${name}`,
    forAgency: (name) => `Pour\u00a0: ${name}`,
    purpose: (purpose) => `Pour quoi\u00a0: ${purpose}`,
    looked: (number, until, openingsLeft) =>
      `${many(number, 'papier', 'papiers')}, jusqu’au ${until}. Reste ${many(openingsLeft, 'ouverture', 'ouvertures')}.`,
    missing: (number) => `La personne a retiré ${many(number, 'papier', 'papiers')} entre-temps.`,
    noneLeft: 'La personne a retiré tous les papiers entre-temps.',
    saved: (number, folder) =>
      `Enregistré\u00a0: ${many(number, 'papier', 'papiers')} dans ${folder}. Vérifié\u00a0: entier.`,
    receiptLeft: 'La personne voit que les papiers sont arrivés.',
  },
};
