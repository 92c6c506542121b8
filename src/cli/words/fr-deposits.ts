import type { DepositWords } from './deposit-words.js';

const papers = (number: number): string =>
  number === 1 ? 'Un papier déposé pour vous' : `${number} papiers déposés pour vous`;

/** French. */
export const frDeposits: DepositWords = {
  columns: { from: 'De, à confirmer', by: 'Par', left: 'Déposé le' },
  said: {
    none: 'Aucun papier ne vous attend.',
    next: 'Pour en prendre un\u00a0: pochette keep NUMÉRO. Si vous n’en voulez pas\u00a0: pochette refuse NUMÉRO. Après 60 jours il est détruit.',
    closed: 'Désormais seuls ceux à qui vous l’avez permis peuvent déposer des papiers pour vous.',
    opened:
      'Désormais les relais certifiés peuvent déposer des papiers pour vous. Vous décidez de ce que vous gardez.',
    isClosed: 'Seuls ceux à qui vous l’avez permis, ou donné un lien, peuvent déposer des papiers pour vous.',
    unknownSender:
      'Vous n’avez jamais rencontré ce relais. Comparez ces mots avec ceux de son affiche\u00a0:',
    noLonger: 'n’y est plus',
    unknown: (words) => `inconnu (${words})`,
    waiting: (number) => `${papers(number)}, à confirmer\u00a0: pochette deposits`,
    unproven: (number) => `Pas cru, et pas montré\u00a0: ${number}. Rien ne prouve de qui cela vient.`,
    left: (paper, person) => `${paper} attend ${person}.`,
    watching: (folder) => `Ce qui arrive dans ${folder} est déposé, puis effacé. Pour finir\u00a0: Ctrl+C.`,
    leftNext: (person) => `${person} le trouve par\u00a0: pochette deposits`,
    kept: (paper, from) => `Vous avez gardé ${paper}, de ${from}.`,
    refused: (paper) => `Vous avez refusé ${paper}. Il est détruit.`,
  },
  ask: {
    unknown: (words) =>
      `Rien ne prouve de quel relais cela vient. Ses mots sont\u00a0: ${words}. Sont-ce les mots de son affiche\u00a0?`,
    refuse: (named) => `Refuser ${named}\u00a0? Cela sera détruit.`,
  },
};
