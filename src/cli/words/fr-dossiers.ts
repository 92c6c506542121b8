import type { DossierWords } from './dossier-words.js';

/** In French nought and one are singular. */
const many = (number: number, one: string, more: string): string => `${number} ${number < 2 ? one : more}`;

/** French. */
export const frDossiers: DossierWords = {
  names: {
    domiciliation: 'Domiciliation',
    rsa: 'RSA sans logement',
    ame: 'Aide médicale de l’État',
    'social-housing': 'Logement social',
    dalo: 'Droit au logement (DALO)',
    'residence-permit': 'Renouveler un titre de séjour',
  },
  pieces: {
    identity: 'Identité',
    nationality: 'Nationalité',
    stay: 'Droit au séjour',
    permit: 'Titre de séjour actuel',
    photo: 'Photo d’identité',
    address: 'Adresse',
    home: 'Où vous vivez',
    presence: 'Plus de trois mois en France',
    registration: 'Demande de logement social',
    tax: 'Avis d’imposition',
    pay: 'Bulletins de paie',
    income: 'Autres ressources',
    contract: 'Contrat de travail',
    bank: 'RIB',
    health: 'Assurance maladie',
    family: 'Famille',
    school: 'École des enfants',
    language: 'Niveau de français',
    eviction: 'Expulsion',
    disability: 'Handicap',
    link: 'Lien avec la commune',
    former: 'Ancienne domiciliation',
  },
  conditions: {
    foreign: 'vous n’êtes ni Français ni Européen',
    children: 'vous avez des enfants',
    work: 'vous travaillez',
    income: 'vous recevez une aide, une retraite ou le chômage',
    eviction: 'on veut vous expulser',
    disability: 'vous avez un handicap',
    townHall: 'vous demandez à une mairie (CCAS)',
    renewal: 'vous en avez déjà une',
  },
  states: {
    there: 'là',
    endsSoon: 'finit bientôt',
    tooOld: 'trop vieux',
    ended: 'fini',
    missing: 'manque',
  },
  columns: {
    dossier: 'Dossier',
    about: 'Pour',
    piece: 'Pièce',
    state: 'État',
    papers: 'Papiers',
    source: 'D’après',
  },
  said: {
    next: 'Ce qui est là et ce qui manque\u00a0: pochette dossier DOSSIER',
    more: 'L’administration peut demander d’autres papiers.',
    wanted: 'si vous en avez',
    oneOf: (kinds) => kinds.join(', ou '),
    count: (there, asked) => `${there} sur ${asked}`,
    complete: 'Tout ce qui est demandé est là.',
    left: (pieces) => `Il manque encore ${many(pieces, 'pièce', 'pièces')}.`,
    conditionsTitle: 'Plus de pièces, si cela vous concerne\u00a0: ajoutez --with avec',
    source: (source, asOf) => `D’après\u00a0: ${source} (${asOf}).`,
    saved: (file, files, size) =>
      `Enregistré\u00a0: ${file}, ${many(files, 'fichier', 'fichiers')}, ${size}.`,
    savedPdf: (file, size) => `Enregistré\u00a0: ${file}, ${size}.`,
    notPage: (paper) =>
      `${paper} n’est pas dans le PDF\u00a0: il est verrouillé ou illisible. Prenez le ZIP.`,
    refusable: (file, size, most) =>
      `Un site peut refuser ${file} (${size})\u00a0: trop gros (${most} au plus), verrouillé, ou en plusieurs fichiers.`,
    howTo: 'Pour l’enregistrer\u00a0: --save FICHIER.zip ou .pdf. Pour le montrer\u00a0: --link',
  },
};
