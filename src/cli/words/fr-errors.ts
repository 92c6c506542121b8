import type { ErrorCode, ErrorDetails } from '../../core/errors.js';
import type { NetworkReason } from '../network-faults.js';
import type { UsageReason } from '../usage.js';
import { count, type Sentence, speak, text } from './sentence.js';

/** « 40 secondes », « 5 minutes », « 2 heures » : rounded up, so that nobody comes back too soon. */
const length = (seconds: number): string => {
  const [size, unit] = seconds <= 90 ? [1, 'seconde'] : seconds <= 5400 ? [60, 'minute'] : [3600, 'heure'];
  const number = Math.max(1, Math.ceil(seconds / size));
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
};

const wait = (d: Parameters<typeof count>[0], otherwise: string): string => {
  const seconds = count(d, 'retryAfterSeconds');
  return seconds === undefined ? otherwise : `Réessayez dans ${length(seconds)}.`;
};

const triesLeft = (left: number | undefined): string =>
  left === undefined ? '' : left === 1 ? ' Il reste un essai.' : ` Il reste ${left} essais.`;

const meant = (d: ErrorDetails): string =>
  d['meant'] === undefined ? '' : ` Vouliez-vous dire ${text(d, 'meant')}\u00a0?`;

const network: Readonly<Record<NetworkReason, Sentence>> = {
  name: (d) => `Aucun serveur ne porte le nom ${text(d, 'server')}. Vérifiez l’adresse et la connexion.`,
  refused: (d) =>
    `Aucun serveur ne répond à ${text(d, 'server')}. Est-il en marche\u00a0? Vérifiez l’adresse, ou réessayez plus tard.`,
  timeout: (d) => `Le serveur ${text(d, 'server')} ne répond pas. Rien n’est perdu. Réessayez plus tard.`,
  certificate: 'Ce serveur ne peut pas prouver qui il est. Rien ne lui a été envoyé.',
  cut: 'La connexion a été coupée. Rien n’est perdu. Réessayez.',
};

/** Ce qui s’oppose à un changement, selon la raison qui vient avec. */
const conflicts: Readonly<Record<string, string>> = {
  busy: 'Une autre commande pochette travaille sur cette machine. Réessayez.',
  last_manager:
    'C’est le seul responsable du relais. Nommez-en d’abord un autre\u00a0: pochette relay role NOM --manager',
  not_last_manager: 'Le relais a un autre responsable, qui peut le faire\u00a0: pochette relay remove NOM',
  own_removal: 'Vous êtes le seul responsable. Nommez-en un autre\u00a0: pochette relay role NOM --manager',
  team_changed: 'L’équipe a changé depuis cette demande. Recommencez\u00a0: pochette relay replace',
};

const usage: Readonly<Record<UsageReason, Sentence>> = {
  unknown_command: (d) =>
    `La commande «\u00a0${text(d, 'name')}\u00a0» n’existe pas.${meant(d)} Voir\u00a0: pochette help`,
  unknown_option: (d) => `L’option ${text(d, 'name')} n’existe pas.${meant(d)} Voir\u00a0: pochette help`,
  option_not_here: (d) =>
    `L’option ${text(d, 'name')} n’a pas de sens ici. Voir\u00a0: pochette help ${text(d, 'command')}`,
  value_missing: (d) => `L’option ${text(d, 'name')} attend une valeur après elle.`,
  value_unwanted: (d) => `L’option ${text(d, 'name')} s’écrit sans valeur.`,
  argument_missing: (d) => `Il manque quelque chose. Comme ceci\u00a0: pochette ${text(d, 'usage')}`,
  argument_unknown: (d) =>
    `«\u00a0${text(d, 'name')}\u00a0» ne veut rien dire ici. Comme ceci\u00a0: pochette ${text(d, 'usage')}`,
  verb_unknown: (d) =>
    `«\u00a0${text(d, 'name')}\u00a0» ne veut rien dire ici. Voyez\u00a0: pochette help ${text(d, 'command')}`,
  argument_unwanted: (d) => `Il y a un mot de trop. Comme ceci\u00a0: pochette ${text(d, 'usage')}`,
  secret_in_argument:
    'N’écrivez jamais un code ni une carte dans une commande\u00a0: d’autres pourraient les voir. Pochette les demande. ' +
    'Si c’était votre code, ne le dites à personne et effacez-le de l’historique du terminal.',
  secret_missing:
    'Il manque le code (ou la carte). Tapez-le quand il est demandé, ou donnez-le sur l’entrée standard, un par ligne.',
  codes_differ: 'Les deux codes ne sont pas les mêmes. Rien n’a été fait.',
  bad_date: 'Une date s’écrit année-mois-jour, comme 2027-03-31.',
  bad_dossier: (d) =>
    `Le dossier «\u00a0${text(d, 'name')}\u00a0» n’existe pas. Voir\u00a0: pochette dossier`,
  bad_condition: (d) =>
    `«\u00a0${text(d, 'name')}\u00a0» n’est pas une question de ce dossier. Celles qu’il pose\u00a0: ${text(d, 'meant') || 'aucune'}.`,
  bad_save: 'Un dossier s’enregistre en .zip ou en .pdf.',
  empty_dossier: 'Aucun papier de ce dossier n’est là. Pour en mettre\u00a0: pochette add FICHIER',
  bad_kind: (d) => `Le type «\u00a0${text(d, 'kind')}\u00a0» n’existe pas. Voir\u00a0: pochette kinds`,
  bad_address: 'Ce n’est pas l’adresse d’un serveur. Comme ceci\u00a0: --server https://pochette.exemple.org',
  insecure_address:
    'Cette adresse n’est pas protégée (http). Vos papiers resteraient chiffrés, mais d’autres sur le réseau ' +
    'pourraient voir que vous utilisez Pochette. Utilisez https, ou ajoutez --insecure-http.',
  bad_language: 'Ici, Pochette parle fr et en.',
  title_for_many: 'Un titre ou un papier à remplacer va avec un seul fichier à la fois.',
  not_with_json: 'Un papier sur la sortie standard ne laisse pas de place à --json. Utilisez --out FICHIER.',
  needs_yes: 'Personne n’est là pour dire oui. Ajoutez --yes si vous êtes sûr.',
  ambiguous: (d) =>
    `Plusieurs papiers répondent à «\u00a0${text(d, 'paper')}\u00a0». Donnez son numéro\u00a0: pochette list`,
  worker_here:
    'Cette machine a un compte d’aidant\u00a0: il ne garde pas de papiers. Voyez\u00a0: pochette people',
  holder_here:
    'Cette machine a une pochette. Travaillez dans un relais depuis une autre, ou avec un autre POCHETTE_HOME.',
  option_missing: (d) =>
    `Il manque l’option ${text(d, 'name')}. Comme ceci\u00a0: pochette ${text(d, 'usage')}`,
  ambiguous_relay: 'Vous êtes dans plusieurs relais. Dites lequel\u00a0: --relay NOM',
  ambiguous_member: (d) =>
    `Plusieurs membres répondent à «\u00a0${text(d, 'name')}\u00a0». Donnez plus du nom.`,
  ambiguous_person: (d) =>
    `Plusieurs personnes ou relais répondent à «\u00a0${text(d, 'name')}\u00a0». Donnez plus du nom.`,
  nothing_to_show: 'Dites quoi montrer\u00a0: des papiers, --category RUBRIQUE, ou --all.',
  bad_days: 'On montre pour 1, 31, 182 ou 365 jours, ou --until un jour dans l’année.',
  add_what: 'Avec --add, dites où ils peuvent déposer\u00a0: --category RUBRIQUE, ou --all.',
  bad_explained: 'Dites comment cela fut expliqué\u00a0: read, read-aloud, interpreted ou pictures.',
  bad_drop_days: 'Un tel lien prend des papiers de 1 à 31 jours, ou --until un jour d’ici là.',
  bad_drop_limits: 'Un tel lien prend de 1 à 50 papiers (--count), et de 1 à 1073 Mo en tout (--room).',
  bad_link_days: 'Un lien est ouvert de 1 à 92 jours, ou --until un jour d’ici là.',
  too_long: 'Ces mots sont trop longs pour un lien. Mettez-en moins.',
  bad_openings: 'Un lien s’ouvre de 1 à 50 fois.',
  nothing_to_change: 'Dites quoi changer\u00a0: --days, --until ou --openings.',
  bad_words: 'Sans code\u00a0: --relay ID et les 8 mots de l’affiche.',
  home_not_ours: (d) => `Le dossier ${text(d, 'path')} est à quelqu’un d’autre. Rien n’a été fait.`,
};

/** What else may not be there, by the fact that names it. */
const missing: Readonly<Record<string, (d: ErrorDetails) => string>> = {
  relay: (d) =>
    `Il n’y a pas de relais «\u00a0${text(d, 'relay')}\u00a0» ici. Voyez\u00a0: pochette relay members`,
  person: (d) => `Votre historique ne nomme personne «\u00a0${text(d, 'person')}\u00a0».`,
  member: (d) =>
    `Personne dans l’équipe ne s’appelle «\u00a0${text(d, 'member')}\u00a0». Voyez\u00a0: pochette relay members`,
  category: (d) =>
    `Il n’y a pas de rubrique «\u00a0${text(d, 'category')}\u00a0». Voyez\u00a0: pochette kinds`,
  shelf: (d) => `La rubrique «\u00a0${text(d, 'shelf')}\u00a0» n’a pas encore de papiers.`,
  share: (d) => `Il n’y a rien sous le numéro ${text(d, 'share')}. Voyez\u00a0: pochette shares --all`,
  known: (d) =>
    `Vous ne connaissez personne sous «\u00a0${text(d, 'known')}\u00a0», et ce n’est pas un code. Voyez\u00a0: pochette help people`,
  replacement: () =>
    'Vous n’avez pas demandé ici à remplacer un responsable. Commencez\u00a0: pochette relay replace',
  shown: (d) => `Il n’y a rien sous le numéro ${text(d, 'shown')}. Voyez\u00a0: pochette people`,
};

const notFound = (d: ErrorDetails): string => {
  const named = Object.keys(missing).find((name) => d[name] !== undefined && d[name] !== '');
  if (named !== undefined) return missing[named]?.(d) ?? '';
  const [paper, version, device] = ['paper', 'version', 'device'].map((name) => text(d, name));
  if (device) return `Aucune carte, aucun appareil «\u00a0${device}\u00a0». Voir\u00a0: pochette devices`;
  if (version) {
    return `«\u00a0${paper}\u00a0» n’a pas de version ${version}. Voir\u00a0: pochette versions ${paper}`;
  }
  return paper
    ? `Aucun papier «\u00a0${paper}\u00a0». Voir\u00a0: pochette list`
    : 'Il n’y a rien ici sous ce nom.';
};

const unreadable: Readonly<Record<string, string>> = {
  folder: 'C’est un dossier. Nommez les fichiers qu’il contient.',
  denied: 'Vous n’avez pas le droit de lire ce fichier.',
};

const unsaved: Readonly<Record<string, string>> = {
  folder: 'Ce dossier n’existe pas.',
  denied: 'Vous n’avez pas le droit d’écrire là.',
  full: 'Le disque est plein. Rien n’en a été gardé.',
  zip: 'Tous les papiers ensemble sont trop grands pour un fichier ZIP (4 Go). Prenez-les un par un\u00a0: pochette get',
  home: 'Cette machine n’a pas pu se souvenir. Vérifiez le dossier .pochette et le disque.',
};

/** French. Every code has a sentence, and each says what to do where something can be done. */
export const frErrors: Readonly<Record<ErrorCode, Sentence>> = {
  damaged: (d) =>
    d['reason'] === 'home'
      ? 'Ce que cette machine sait de la pochette est abîmé. Faites «\u00a0pochette forget\u00a0», puis «\u00a0pochette login\u00a0» avec carte et code.'
      : 'C’est abîmé ou modifié. Rien n’en est montré ni gardé.',
  self_test_failed: 'Cette machine calcule mal. Rien n’a été enregistré. Prenez-en une autre.',
  empty_file: 'Ce fichier est vide.',
  truncated_file: 'Ce fichier est incomplet\u00a0: il manque la fin. Scannez ou envoyez-le à nouveau.',
  broken_file: 'Ce fichier est abîmé\u00a0: ses parties se contredisent. Scannez ou envoyez-le à nouveau.',
  unsupported_type:
    'Un papier est une photo (JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF) ou un PDF. Ce fichier n’est ni l’un ni l’autre.',
  too_many_pixels: 'Cette image est trop grande pour être montrée sans risque. Refaites-la plus petite.',
  file_too_large: 'Ce fichier est trop gros pour un papier.',
  file_changed: 'Le fichier a changé pendant la lecture. Réessayez.',
  file_not_found: 'Ce fichier n’existe pas.',
  file_unreadable: (d) => unreadable[text(d, 'reason')] ?? 'Ce fichier ne peut pas être lu.',
  cannot_save: (d) => unsaved[text(d, 'reason')] ?? 'Impossible d’enregistrer là.',
  file_exists: (d) =>
    `${d['path'] === undefined ? 'Un fichier de ce nom' : text(d, 'path')} existe déjà. ` +
    'Choisissez un autre nom avec --out, ou remplacez-le avec --force.',
  weak_code: 'Ce code est trop facile à deviner. Choisissez six autres chiffres.',
  bad_code_format: 'Le code, ce sont six chiffres.',
  bad_contact: 'Ce n’est pas le code d’une personne ou d’un relais, ou il en manque une partie.',
  bad_invitation: 'Ce n’est pas une invitation, ou un signe est mal tapé.',
  bad_drop: 'Ce n’est pas un lien de dépôt, ou il en manque une partie. Copiez-le entier, entre guillemets.',
  bad_link:
    'Ce n’est pas un lien vers des papiers, ou il en manque un bout. Copiez-le entier, entre guillemets.',
  bad_card: 'Ce n’est pas une carte Pochette, ou un signe est mal tapé.',
  not_logged_in:
    'Aucune pochette n’est ouverte sur cette machine. Pour en ouvrir une\u00a0: pochette open. ' +
    'Avec votre carte et votre code\u00a0: pochette login',
  already_open: 'Une pochette est déjà ouverte sur cette machine. Pour la quitter ici\u00a0: pochette forget',
  too_many_devices:
    'Trop de cartes et d’appareils ouvrent cette pochette. Bloquez-en d’abord un\u00a0: pochette devices',
  last_device:
    'C’est la dernière carte ou le dernier appareil qui ouvre la pochette. Sans lui, personne ne le pourrait.',
  rolled_back: 'Le serveur montre un état plus ancien, ou autre, que celui connu ici. Rien n’est cru.',
  bad_usage: (d) => speak(usage[d['reason'] as UsageReason] ?? 'Cette commande n’a pas été comprise.', d),
  invalid_request: 'Le serveur n’a pas compris cette version de Pochette.',
  unauthorized: 'La pochette s’est refermée. Tapez votre code à nouveau.',
  wrong_code: (d) => `Ce code est faux.${triesLeft(count(d, 'triesLeft'))}`,
  too_early: (d) => `Trop de codes faux. ${wait(d, 'Attendez avant le prochain essai.')}`,
  lock_frozen:
    'Gelé après dix codes faux. Vos papiers sont toujours gardés. Une autre de vos cartes ou machines les ouvre encore.',
  lock_blocked: 'Cette carte ou cet appareil a été bloqué par son titulaire. Il n’ouvre plus rien.',
  unknown_lock:
    'Le serveur ne connaît pas cette carte ou cet appareil. Est-ce le bon serveur\u00a0? La pochette est-elle effacée\u00a0?',
  not_found: notFound,
  grant_ended: 'La personne l’a repris, ou c’est terminé. On ne peut plus le lire.',
  grant_expired: 'Le temps pour lequel c’était montré est passé.',
  grant_not_started: 'Le temps pour lequel c’est montré n’a pas encore commencé.',
  link_expired: 'Le temps de ce lien est passé. La personne peut en faire un autre.',
  bad_hand: 'Ce n’est pas le code de l’autre écran, ou son temps est passé.',
  hand_taken: 'Un autre écran a déjà lu ce code. Recommencez avec un nouveau code.',
  hand_ended: 'Les deux écrans ne sont plus reliés. Recommencez avec un nouveau code.',
  spare_closed: 'Le relais n’a pas sorti cette carte de réserve. Demandez à quelqu’un là-bas.',
  drop_ended: 'Ce lien a été fermé. On ne peut plus rien y déposer.',
  drop_expired: 'Le temps de ce lien est passé. Demandez-en un autre à la personne.',
  drop_full: 'Ce lien ne prend plus de papiers, ou pas d’aussi lourds. Demandez-en un autre à la personne.',
  link_ended: 'Ce lien a été fermé. Il ne montre plus rien.',
  link_used_up: 'Ce lien a été ouvert autant de fois que possible. La personne peut en faire un autre.',
  link_frozen: 'Dix codes faux\u00a0: ce lien est fermé pour de bon. La personne peut en faire un autre.',
  session_over: 'Les 15 minutes d’ouverture du lien sont passées. Ouvrez-le encore une fois.',
  not_granted: 'La personne n’a pas montré cela.',
  bad_seal: (d) =>
    `${text(d, 'by') || 'Quelqu’un du relais'} a renouvelé les clés de ceci, et elles n’ouvrent rien. Dites-le aux responsables du relais et à la personne.`,
  health_not_named:
    'Des papiers de santé seraient montrés aussi. Si vous le voulez, ajoutez --health. Ou nommez les papiers un par un.',
  not_member: 'Seuls les membres de ce relais peuvent le faire.',
  not_manager: 'Seuls les responsables de ce relais peuvent le faire.',
  not_certified: 'L’association n’a pas encore certifié ce relais.',
  deposits_closed: 'Cette personne ne prend des papiers que de ceux à qui elle l’a permis.',
  links_full:
    'Il y a déjà autant de liens que possible. Fermez-en avec pochette unlink, ou attendez que les anciens soient oubliés.',
  relays_full: 'Ce compte a créé assez de relais. L’association doit d’abord en certifier un.',
  asks_full: 'Assez de papiers sont déjà demandés à cette personne. Elle doit d’abord répondre.',
  deposits_full: 'Assez de papiers attendent cette personne. Elle doit d’abord les regarder.',
  invitation_used: 'Cette invitation a servi, ou son temps est passé. Demandez-en une nouvelle.',
  conflict: (d) =>
    conflicts[text(d, 'reason')] ?? 'Quelque chose a changé entre-temps. Regardez, puis réessayez.',
  head_conflict: 'Un autre appareil a changé la pochette au même moment. Réessayez.',
  version_exists: 'Une version plus récente de ce papier est déjà là. Regardez, puis réessayez.',
  root_mismatch: 'Ce qui est arrivé n’est pas ce qui est parti. Rien n’a été gardé. Réessayez.',
  quota_exceeded:
    'La pochette est pleine, et la corbeille compte aussi. Faites de la place avec pochette destroy, ou demandez-en à ceux qui tiennent le serveur.',
  too_large: 'C’est plus gros que ce que le serveur accepte.',
  range_not_satisfiable: 'Le serveur n’a pas cette partie du papier.',
  rate_limited: (d) => `Trop de demandes. ${wait(d, 'Attendez un instant.')}`,
  unavailable: (d) =>
    speak(
      network[d['reason'] as NetworkReason] ??
        'Le service est injoignable ou ne peut rien garder. Rien n’est perdu. Réessayez.',
      d,
    ),
  storage_full: 'Le serveur n’a plus de place. Rien n’a été gardé. Réessayez plus tard.',
  blob_exists: 'Le serveur garde déjà quelque chose sous cette clé.',
  cannot_start: 'Le serveur ne peut pas démarrer avec ces réglages.',
  internal:
    'Quelque chose a mal marché, et vous n’y êtes pour rien. Réessayez. POCHETTE_DEBUG=1 en dit plus.',
};
