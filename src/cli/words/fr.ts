import { frConsent } from './fr-consent.js';
import { frDeposits } from './fr-deposits.js';
import { fr as frAsks } from './ask-words.js';
import { frDossiers } from './fr-dossiers.js';
import { frDrops } from './fr-drops.js';
import { frErrors } from './fr-errors.js';
import { frFacts } from './fr-facts.js';
import { frHelp } from './fr-help.js';
import { frLinks } from './fr-links.js';
import type { Words } from './words.js';

/** In French nought and one are singular. */
const many = (number: number, one: string, more: string): string => `${number} ${number < 2 ? one : more}`;

/** French. Short sentences, no jargon, the same word for the same thing. */
export const fr: Words = {
  language: 'fr',
  locale: 'fr-FR',
  units: { B: 'o', kB: 'ko', MB: 'Mo', GB: 'Go' },
  quote: (title) => `«\u00a0${title}\u00a0»`,
  cardFile: 'pochette-carte-de-secours',
  exportFile: 'pochette-tout',
  errors: frErrors,
  ...frFacts,
  consent: frConsent,
  deposits: frDeposits,
  links: frLinks,
  drops: frDrops,
  asks: frAsks,
  dossiers: frDossiers,
  help: frHelp,
  notice: (server) => [
    'Pochette garde des copies de vos papiers.',
    `• Ils sont chiffrés sur cette machine avant d’aller sur ${server}.`,
    '• Personne d’autre ne peut les lire, pas même ceux qui tiennent le serveur.',
    '• Votre code et votre carte ouvrent la pochette. Un code perdu ne se retrouve pas.',
    '• Vous voyez qui a regardé. Vous pouvez tout reprendre ou tout effacer, quand vous voulez.',
  ],
  ask: {
    code: 'Votre code (6 chiffres)\u00a0:',
    newCode: 'Choisissez un code (6 chiffres)\u00a0:',
    newCodeAgain: 'Encore une fois le même code\u00a0:',
    card: 'Les signes au dos de votre carte\u00a0:',
    yes: 'oui',
    typeToConfirm: (word) => `Tapez ${word} pour continuer\u00a0:`,
    destroy: (papers) => `Détruire pour toujours\u00a0: ${papers}\u00a0? Rien ne pourra le ramener.`,
    spare: (relay) =>
      `Laisser une carte de réserve à ${relay}\u00a0? À lui seul, le relais n’ouvre rien avec elle.`,
    block: (device) => `Bloquer ${device}\u00a0? Cela n’ouvrira plus rien.`,
    forget:
      'Cette machine va oublier la pochette. Vos papiers restent. Pour revenir, il faudra votre carte et votre code.',
    delete:
      'Tous vos papiers seront détruits, tout de suite et pour toujours. Pour en garder\u00a0: pochette export',
    deleteWord: 'effacer',
  },
  columns: {
    number: 'N°',
    title: 'Papier',
    kind: 'Type',
    added: 'Ajouté le',
    expires: 'Valable jusqu’au',
    goneOn: 'Effacé le',
    version: 'Version',
    size: 'Taille',
    device: 'Carte ou appareil',
    since: 'Depuis le',
    lastUsed: 'Dernière fois',
  },
  said: {
    opened: 'Votre pochette est ouverte.',
    cardSaved: 'Votre carte de secours est ici\u00a0:',
    cardAdvice: 'Imprimez-la, gardez-la sur vous, puis effacez ces deux fichiers.',
    next: 'Mettez maintenant un papier\u00a0: pochette add FICHIER',
    loggedIn: 'Votre pochette est ouverte sur cette machine.',
    loggedInNext:
      'Un téléphone ou une machine perdus\u00a0? Pour les voir et les bloquer\u00a0: pochette devices',
    kept: (paper) => `Gardé\u00a0: ${paper}`,
    keptVersion: (paper, version) => `Gardé\u00a0: ${paper}, version ${version}`,
    removed: (names) => `Retiré de la photo\u00a0: ${names.join(', ')}.`,
    already: (file, paper) =>
      `${file} est déjà dans votre pochette\u00a0: ${paper}. Pour l’envoyer encore\u00a0: --again`,
    refused: (file, sentence) => `${file}\u00a0: ${sentence}`,
    noPapers: 'Pas encore de papier. Pour en mettre un\u00a0: pochette add FICHIER',
    binEmpty: 'La corbeille est vide.',
    papers: (number) => `${many(number, 'papier', 'papiers')}.`,
    inBin: (number) => `${number} à la corbeille.`,
    room: (used, all) => `${used} sur ${all} utilisés.`,
    over: '(fini)',
    soon: '(bientôt)',
    got: (paper, file, size) => `Repris\u00a0: ${paper} dans ${file} (${size})`,
    gotChecked: 'Vérifié\u00a0: entier, et tel qu’il a été mis.',
    versionsNext: (paper) =>
      `Pour reprendre une version ancienne de ${paper}\u00a0: pochette get PAPIER --revision NUMÉRO`,
    binned: (paper) => `À la corbeille\u00a0: ${paper}`,
    binnedNext: 'Pendant 30 jours, vous pouvez le ressortir\u00a0: pochette restore PAPIER',
    restored: (paper) => `Ressorti de la corbeille\u00a0: ${paper}`,
    destroyed: (paper) => `Détruit pour toujours\u00a0: ${paper}`,
    card: 'Carte de secours',
    cardRenewed: 'Vous avez une nouvelle carte de secours. L’ancienne n’ouvre plus rien.',
    codeUnsure:
      'Le code est peut-être changé. Gardez les deux cartes. Si l’ancien code n’ouvre plus ici\u00a0: pochette login, avec la nouvelle carte et le nouveau code.',
    codeChanged:
      'Le code est changé. Seules cette machine et la nouvelle carte ouvrent, avec le nouveau code.',
    spareAt: (relay) => `Carte de réserve, chez ${relay}`,
    spareNext: 'Sans votre code, elle n’ouvre rien. Pour la retirer\u00a0: pochette devices block NUMÉRO',
    unnamed: 'Appareil sans nom',
    thisMachine: 'cette machine',
    frozen: 'gelé après 10 codes faux',
    wrongCodes: (number) => many(number, 'code faux', 'codes faux'),
    devicesNext: 'Perdu\u00a0? Bloquez-le\u00a0: pochette devices block NUMÉRO',
    blocked: (device) => `Bloqué\u00a0: ${device}. Cela n’ouvre plus rien.`,
    logShort: (number) =>
      `${many(number, 'ligne de routine n’est pas montrée', 'lignes de routine ne sont pas montrées')}. Tout voir\u00a0: pochette history --all`,
    logWhole: (number) =>
      `L’historique est entier\u00a0: ${many(number, 'ligne vérifiée', 'lignes vérifiées')}, rien ne manque, rien n’a changé.`,
    exported: (file, size) => `Tout est dans ${file} (${size}).`,
    exportedNext: 'Tout programme ZIP l’ouvre. Les papiers n’y sont plus chiffrés\u00a0: gardez-le à l’abri.',
    forgotten: 'Cette machine a oublié la pochette. Vos papiers sont toujours là.',
    deleted: 'Votre pochette et tous ses papiers sont détruits.',
    nothingDone: 'Rien n’a été fait.',
    stopped: 'Arrêté.',
    debug: 'Détails\u00a0:',
  },
};
