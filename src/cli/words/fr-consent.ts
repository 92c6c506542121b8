import type { ConsentWords, Summary } from './consent-words.js';

const quote = (text: string): string => `«\u00a0${text}\u00a0»`;

const healthLine = (health: Summary['health']): string[] => {
  if (health === null) return [];
  const now = health.length === 0 ? '' : ` aujourd’hui ${health.map(quote).join(', ')},`;
  return [`• Des papiers de santé aussi\u00a0:${now} et ceux que vous ajouterez.`];
};

const shownThings = ({ what, health }: Summary): string[] => {
  if (what === null) {
    return ['• Tous vos papiers, et ceux que vous ajouterez.', ...healthLine(health)];
  }
  if ('shelf' in what) {
    return [
      `• Tous les papiers de la rubrique ${quote(what.shelf)}, et ceux que vous ajouterez.`,
      ...healthLine(health),
    ];
  }
  return what.map((title) => `• ${quote(title)}`);
};

/** French. */
export const frConsent: ConsentWords = {
  summary: (summary) => [
    `Vous montrez à ${summary.to}\u00a0:`,
    ...shownThings(summary),
    `Pour quoi\u00a0: ${summary.purpose}`,
    `Jusqu’au\u00a0: ${summary.until}`,
    summary.kind === 'relay'
      ? 'Tous ceux qui travaillent dans ce relais peuvent les regarder. Votre historique dit qui l’a fait.'
      : 'Votre historique dit quand ils ont été regardés.',
    summary.manage
      ? 'Ils peuvent les transmettre à d’autres, pas plus et pas plus longtemps. Vous voyez à qui, et pouvez l’arrêter.'
      : 'Personne d’autre ne peut les regarder.',
    ...(summary.add
      ? ['Ils peuvent aussi vous déposer des papiers. Vous décidez lesquels vous gardez.']
      : []),
    'Ils peuvent garder une copie de ce qu’ils ont regardé.',
    'Vous pouvez le reprendre à tout moment\u00a0: alors plus personne ne peut regarder.',
  ],
  passSummary: ({ what, to, purpose, until, person }) => [
    `Vous transmettez à ${to}, des papiers de ${person}\u00a0:`,
    ...what.map((title) => `• ${title}`),
    `Pour quoi\u00a0: ${purpose}`,
    `Jusqu’au\u00a0: ${until}`,
    'Cette personne a accepté que vous le fassiez. Elle voit que c’était vous, et qui regarde.',
    'Cela finit quand elle reprend ce qu’elle a montré. Vous, votre relais et elle pouvez l’arrêter avant.',
  ],
  states: { active: 'ouvert', waiting: 'pas commencé', ended: 'repris', expired: 'fini' },
  columns: {
    to: 'Montré à',
    what: 'Quoi',
    by: 'Transmis par',
    purpose: 'Pour quoi',
    until: 'Jusqu’au',
    state: 'État',
    person: 'Personne',
    relay: 'Relais',
    name: 'Nom',
    role: 'Rôle',
  },
  ask: {
    invitation: 'L’invitation que l’on vous a donnée\u00a0:',
    pass: (to) => `Transmettre cela à ${to}\u00a0?`,
    show: (to) => `Montrer cela à ${to}\u00a0?`,
    association: (name, words) =>
      `L’association dit que ce relais est ${quote(name)}. Ses mots à elle sont\u00a0: ${words}. Sont-ce les mots que l’association vous a donnés\u00a0?`,
    request: (name, words) =>
      `Un relais veut s’appeler ${quote(name)}. Ses mots sont\u00a0: ${words}. Le fondateur vous a-t-il montré ces mots\u00a0?`,
    accept: (name, words) => `Prendre ${name} dans l’équipe\u00a0? Ses mots sont\u00a0: ${words}.`,
    replace: (out) =>
      `Prendre la place de ${out}, seul responsable\u00a0? ${out} ne sera plus dans l’équipe. Un autre membre doit être d’accord.`,
    approve: (out, takesOver) =>
      `${takesOver} veut tenir le relais à la place de ${out}, qui ne sera plus dans l’équipe. Êtes-vous d’accord\u00a0?`,
    takeOver: (out) => `Retirer ${out} de l’équipe, et tenir désormais le relais vous-même\u00a0?`,
    giveBack: (person) =>
      `Rendre ce que montre ${person}\u00a0? Plus personne ici ne le verra, sauf si on le montre à nouveau.`,
    remove: (name) => `Retirer ${name} de l’équipe\u00a0? Cette personne ne verra plus rien.`,
  },
  said: {
    workerOpened: 'Vous avez un compte pour votre travail dans un relais. Il ne garde pas de papiers.',
    founded: 'Votre relais est fondé. Apportez cette demande à l’association\u00a0:',
    foundedNext: 'Ensuite\u00a0: pochette relay certify CERTIFICAT',
    inviteNext:
      'Donnez-la à une seule personne, en main propre ou par téléphone. Après sa réponse\u00a0: pochette relay accept',
    joinedNext: 'Un responsable doit maintenant vous accepter\u00a0: pochette relay accept',
    nobodyAnswered: 'Personne n’a répondu à une invitation faite sur cette machine.',
    noRelay:
      'Vous n’êtes encore dans aucun relais. Fondez-en un, ou rejoignez-en un\u00a0: pochette help relay',
    noShares: 'Personne d’autre que vous ne peut voir vos papiers.',
    noneShown: 'Personne ne vous montre de papiers en ce moment.',
    sharesNext: 'Pour reprendre\u00a0: pochette unshow NUMÉRO',
    unsharedNext: 'Plus personne ne peut regarder. Ce qui a été copié avant ne se reprend pas.',
    peopleNext: 'Pour voir les papiers\u00a0: pochette read NUMÉRO',
    unknownPerson:
      'Vous n’avez pas lu le code de cette personne. Comparez ces mots avec ceux de sa carte\u00a0:',
    directoryMade: 'La clé de l’association est faite. Gardez ce fichier hors ligne, à deux endroits\u00a0:',
    directoryNext: 'Mettez la moitié publique dans le dossier de données du serveur\u00a0:',
    bringBack: 'Rendez ce certificat au fondateur\u00a0:',
    contactNext: 'C’est votre code public. Qui l’a peut vous montrer des papiers. Il n’ouvre rien.',
    receiptTrue: 'Ce reçu est vrai\u00a0: il est signé, et rien n’y a été changé.',
    receiptCompare: 'On n’est sûr de qui ils sont que si ces mots sont ceux de leur carte ou affiche\u00a0:',
    everything: 'tout',
    manager: 'responsable',
    member: 'membre',
    you: 'vous',
    notCertified: 'pas encore certifié',
    removedNext: 'L’équipe a une nouvelle clé. La personne retirée ne voit rien de ce qui vient après.',
    rotated: 'L’équipe a une nouvelle clé.',
    replaceAsked: 'Un autre membre du relais doit être d’accord. Donnez-lui ceci\u00a0:',
    replaceNext:
      'Il tape\u00a0: pochette relay replace CODE\nPuis tapez la même chose ici, avec ce qu’il vous rend.',
    replaceApproved: 'Vous êtes d’accord. Rendez ceci à qui vous l’a demandé\u00a0:',
    replaceBack: 'Cette personne tape\u00a0: pochette relay replace CODE',
    replaced: 'Vous tenez maintenant le relais. L’équipe a une nouvelle clé.',
    nothingToSeal: 'Rien n’attend\u00a0: la clé de l’équipe ouvre tout ce qu’on lui montre.',
    gaveBackNext: 'La personne le voit dans son historique. Ce qui a été copié avant le reste.',
    nothingDone: 'Chaque papier avait déjà été réécrit.',
    posterNext: 'Affichez-la là où on la voit. Elle n’ouvre rien.',
    words: (words) => `Mots à comparer\u00a0: ${words.join(' ')}`,
    certified: (name) => `L’association a certifié votre relais\u00a0: ${name}.`,
    code: (code, until) => `Invitation, pour une fois et jusqu’au ${until}\u00a0: ${code}`,
    joined: (relay) => `Vous avez répondu à l’invitation${relay === '' ? '' : ` de ${relay}`}.`,
    accepted: (name) => `${name} est dans l’équipe.`,
    removed: (name) => `${name} n’est plus dans l’équipe.`,
    role: (name, role) => `${name} est maintenant\u00a0: ${role}.`,
    shown: (to, until) => `Montré à ${to} jusqu’au ${until}.`,
    nonePassed: 'Rien de ce que l’on vous a montré n’a été transmis.',
    passedNext: 'Pour arrêter\u00a0: pochette unpass NUMÉRO',
    unproven: 'rien ne prouve qui l’a transmis',
    passed: (to, until) => `Transmis à ${to} jusqu’au ${until}.`,
    passedBy: (who) => `transmis par ${who}`,
    passedWithin: (who) => `Transmis par ${who}. La personne avait accepté ceci\u00a0:`,
    of: (worker, relay) => `${worker} (${relay})`,
    tookBack: (to) => `Repris à ${to}.`,
    shelf: (name) => `rubrique ${quote(name)}`,
    more: (number) => `et ${number} de plus`,
    grantPapers: (number, holder) =>
      `Pour en garder un\u00a0: pochette read ${number} PAPIER --out FICHIER (${holder})`,
    met: (name) => `Désormais vous connaissez ${name} par son code.`,
    saved: (file) => `Le reçu est dans ${file}.`,
    sealed: (number) =>
      number === 1
        ? 'La clé de l’équipe ouvre une chose de plus, montrée avant.'
        : `La clé de l’équipe ouvre ${number} choses de plus, montrées avant.`,
    vouched: (name, relay) =>
      `${relay} répond de ${name}. Sa pochette a plus de place, et son historique dit qui a répondu.`,
    gaveBack: (person) => `Rendu\u00a0: ce que montrait ${person}.`,
    anew: (number) =>
      number === 1
        ? 'Un papier a été réécrit sous une nouvelle clé.'
        : `${number} papiers ont été réécrits sous de nouvelles clés.`,
    badSeal: (by) =>
      `${by} a renouvelé des clés qui n’ouvrent rien. Ce que la personne avait donné a servi à la place. Dites-le aux responsables du relais.`,
    refused: (number) => `Pas cru, et pas montré\u00a0: ${number}. Rien ne prouve que c’est vrai.`,
    association: 'Association',
  },
  log: {
    team: {
      found: (by) => `${by} a fondé le relais`,
      add: (by, about, role) => `${by} a pris ${about} dans l’équipe (${role})`,
      remove: (by, about) => `${by} a retiré ${about} de l’équipe`,
      role: (by, about, role) => `${by} a changé le rôle de ${about}\u00a0: ${role}`,
      rotate: (by) => `${by} a donné une nouvelle clé à l’équipe`,
      replace: (by, about) => `${by} a pris la place de ${about}, avec un autre membre`,
    },
    readings: {
      'grant.look': (by, person) => `${by} a regardé la liste de ce que montre ${person}`,
      'paper.read': (by, person) => `${by} a lu un papier de ${person}`,
      'paper.preview': (by, person) => `${by} a vu en petit un papier de ${person}`,
      'grant.reseal': (by, person) => `${by} a renouvelé les clés de ce que montrait ${person}`,
      'grant.end': (by, person) => `${by} a rendu ce que montrait ${person}`,
    },
    somebody: 'quelqu’un qui ne montre plus rien',
    refusedBefore: 'refusé',
    unproven: 'rien ne le prouve\u00a0: le service le dit seul',
  },
  notes: {
    noNames: 'Le relais n’a donné de nom à personne.',
    named: (name) => `${name} est dans la liste du relais. Le service ne lit pas ce nom.`,
    bad: (number) =>
      `${number} ${number === 1 ? 'note abîmée, laissée' : 'notes abîmées, laissées'} de côté.`,
    nothingCounted: 'Rien n’est compté pour l’instant.',
    file: 'pochette-statistiques',
    months: 'Mois par mois',
    kinds: 'Papiers par genre',
    month: 'Mois',
    people: 'Personnes accompagnées',
    newcomers: 'Nouvelles personnes',
    papers: 'Papiers numérisés',
    dossiers: 'Dossiers faits',
    kind: 'Genre',
    few: 'moins de 5',
    kept: 'masqué',
  },
  posterFile: 'pochette-affiche-relais',
  receiptFile: 'pochette-recu',
  poster: {
    title: 'Montrez vos papiers ici',
    scan: ['Scannez ce code avec Pochette.', 'Vous choisissez les papiers, et pour combien de temps.'],
    words: 'Pas d’appareil photo\u00a0? Comparez ces mots\u00a0:',
  },
};
