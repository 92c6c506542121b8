import type { ConsentWords, Summary } from './consent-words.js';

const healthLine = (health: Summary['health']): string[] => {
  if (health === null) return [];
  const now = health.length === 0 ? '' : ` now ${health.map((one) => `“${one}”`).join(', ')},`;
  return [`• Health papers too:${now} and those that you add later.`];
};

const shownThings = ({ what, health }: Summary): string[] => {
  if (what === null) return ['• All your papers, also those that you add later.', ...healthLine(health)];
  if ('shelf' in what) {
    return [
      `• All papers of the shelf “${what.shelf}”, also those that you add later.`,
      ...healthLine(health),
    ];
  }
  return what.map((title) => `• “${title}”`);
};

/** English. */
export const enConsent: ConsentWords = {
  summary: (summary) => [
    `You show to ${summary.to}:`,
    ...shownThings(summary),
    `What for: ${summary.purpose}`,
    `Until: ${summary.until}`,
    summary.kind === 'relay'
      ? 'All who work in this relay can look at them. You see in your history who did.'
      : 'You see in your history when they looked at them.',
    summary.manage
      ? 'They can pass this on to others, no more of it and no longer. You see to whom, and can stop it.'
      : 'Nobody else can look at them.',
    ...(summary.add ? ['They can also leave papers for you. You decide which of them you keep.'] : []),
    'They can keep a copy of what they looked at.',
    'You can take this back at any time: from then on nobody can look any more.',
  ],
  passSummary: ({ what, to, purpose, until, person }) => [
    `You pass on to ${to}, from the papers of ${person}:`,
    ...what.map((title) => `• ${title}`),
    `What for: ${purpose}`,
    `Until: ${until}`,
    'They agreed that you may. They see that it was you, and who looks.',
    'It ends when they take back what they showed. You, your relay and they can end it before.',
  ],
  states: { active: 'open', waiting: 'not begun', ended: 'taken back', expired: 'over' },
  columns: {
    to: 'Shown to',
    what: 'What',
    by: 'Passed on by',
    purpose: 'What for',
    until: 'Until',
    state: 'State',
    person: 'Person',
    relay: 'Relay',
    name: 'Name',
    role: 'Role',
  },
  ask: {
    invitation: 'The invitation that you were given:',
    pass: (to) => `Pass this on to ${to}?`,
    show: (to) => `Show this to ${to}?`,
    association: (name, words) =>
      `The association says that this relay is “${name}”. Its own words are: ${words}. Are these the words that the association gave you?`,
    request: (name, words) =>
      `A relay wants to be known as “${name}”. Its words are: ${words}. Did the founder show you these words?`,
    accept: (name, words) => `Take ${name} into the team? Their words are: ${words}.`,
    remove: (name) => `Remove ${name} from the team? They will see nothing any more.`,
    replace: (out) =>
      `Take the place of ${out}, the only manager? ${out} will be out of the team. Another member must agree.`,
    approve: (out, takesOver) =>
      `${takesOver} wants to manage the relay in the place of ${out}, who will be out of the team. Do you agree?`,
    takeOver: (out) => `Put ${out} out of the team, and manage the relay yourself from now on?`,
    giveBack: (person) =>
      `End what ${person} shows? Nobody here will see it any more, unless it is shown again.`,
  },
  said: {
    workerOpened: 'You have an account for your work in a relay. It holds no papers.',
    founded: 'Your relay is founded. Bring this request to the association:',
    foundedNext: 'Then: pochette relay certify CERTIFICATE',
    inviteNext: 'Give it to one person, by hand or by phone. When they answered: pochette relay accept',
    joinedNext: 'A manager must take you in now: pochette relay accept',
    nobodyAnswered: 'Nobody has answered an invitation that was made on this machine.',
    noRelay: 'You are in no relay yet. Found one, or join one: pochette help relay',
    noShares: 'Nobody can see your papers but you.',
    noneShown: 'Nobody shows you papers now.',
    sharesNext: 'To take one back: pochette unshow NUMBER',
    unsharedNext: 'Nobody can look any more. What was copied before can’t be taken back.',
    peopleNext: 'To see the papers: pochette read NUMBER',
    unknownPerson: 'You have not read this person’s code. Compare these words with those on their card:',
    directoryMade: 'The association’s key is made. Keep this file offline, in two places:',
    directoryNext: 'Put the public half into the server’s data folder:',
    bringBack: 'Give this certificate back to the founder:',
    contactNext: 'This is your public code. Whoever has it can show you papers. It opens nothing.',
    receiptTrue: 'This receipt is true: it is signed, and nothing in it was changed.',
    receiptCompare: 'Who they are is certain only if these words are those on their card or poster:',
    everything: 'everything',
    manager: 'manager',
    member: 'member',
    you: 'you',
    notCertified: 'not certified yet',
    removedNext: 'The team has a new key. Who was removed sees nothing that comes later.',
    rotated: 'The team has a new key.',
    replaceAsked: 'Another member of the relay must agree. Give them this:',
    replaceNext:
      'They type: pochette relay replace CODE\nThen type the same here with what they give you back.',
    replaceApproved: 'You agreed. Give this back to who asked you:',
    replaceBack: 'They type: pochette relay replace CODE',
    replaced: 'You manage the relay now. The team has a new key.',
    nothingToSeal: 'Nothing waits: the team’s key opens all that is shown to it.',
    gaveBackNext: 'The person sees it in their history. What was copied before is not undone.',
    nothingDone: 'Every paper was written anew before.',
    posterNext: 'Hang it up where people see it. It opens nothing.',
    words: (words) => `Words to compare: ${words.join(' ')}`,
    certified: (name) => `The association has certified your relay: ${name}.`,
    code: (code, until) => `Invitation, good once and until ${until}: ${code}`,
    joined: (relay) => `You answered the invitation${relay === '' ? '' : ` of ${relay}`}.`,
    accepted: (name) => `${name} is in the team.`,
    removed: (name) => `${name} is no longer in the team.`,
    role: (name, role) => `${name} is now: ${role}.`,
    shown: (to, until) => `Shown to ${to} until ${until}.`,
    nonePassed: 'Nothing of what you were shown was passed on.',
    passedNext: 'To end one: pochette unpass NUMBER',
    unproven: 'nothing proves who passed it on',
    passed: (to, until) => `Passed on to ${to} until ${until}.`,
    passedBy: (who) => `passed on by ${who}`,
    passedWithin: (who) => `Passed on by ${who}. The person had agreed to this:`,
    of: (worker, relay) => `${worker} of ${relay}`,
    tookBack: (to) => `Taken back from ${to}.`,
    shelf: (name) => `shelf “${name}”`,
    more: (number) => `and ${number} more`,
    grantPapers: (number, holder) => `To save one: pochette read ${number} PAPER --out FILE (${holder})`,
    met: (name) => `From now on you know ${name} by their code.`,
    saved: (file) => `The receipt is in ${file}.`,
    sealed: (number) =>
      number === 1
        ? 'The team’s key opens one more thing that was shown before.'
        : `The team’s key opens ${number} more things that were shown before.`,
    vouched: (name, relay) =>
      `${relay} vouches for ${name}. Their safe has more room, and they see who vouched.`,
    gaveBack: (person) => `Ended: what ${person} showed.`,
    anew: (number) =>
      number === 1
        ? 'One paper was written anew under a new key.'
        : `${number} papers were written anew under new keys.`,
    badSeal: (by) =>
      `${by} renewed keys that do not open. What the person gave was used instead. Tell the relay’s managers.`,
    refused: (number) => `Not believed, and not shown: ${number}. Nothing proves that it is true.`,
    association: 'Association',
  },
  log: {
    team: {
      found: (by) => `${by} founded the relay`,
      add: (by, about, role) => `${by} took ${about} into the team (${role})`,
      remove: (by, about) => `${by} put ${about} out of the team`,
      role: (by, about, role) => `${by} changed what ${about} is: ${role}`,
      rotate: (by) => `${by} gave the team a new key`,
      replace: (by, about) => `${by} took the place of ${about}, with another member`,
    },
    readings: {
      'grant.look': (by, person) => `${by} looked at the list of what ${person} shows`,
      'paper.read': (by, person) => `${by} read a paper of ${person}`,
      'paper.preview': (by, person) => `${by} saw a paper of ${person} in small`,
      'grant.reseal': (by, person) => `${by} renewed the keys to what ${person} showed`,
      'grant.end': (by, person) => `${by} gave back what ${person} showed`,
    },
    somebody: 'somebody who shows nothing any more',
    refusedBefore: 'refused',
    unproven: 'nothing proves it: the server alone says so',
  },
  notes: {
    noNames: 'The relay gave nobody a name.',
    named: (name) => `${name} is in the relay’s list. The service can’t read this name.`,
    bad: (number) => `${number} damaged ${number === 1 ? 'note is' : 'notes are'} left out.`,
    nothingCounted: 'Nothing is counted yet.',
    file: 'pochette-statistics',
    months: 'Month by month',
    kinds: 'Papers by kind',
    month: 'Month',
    people: 'People helped',
    newcomers: 'New people',
    papers: 'Papers scanned',
    dossiers: 'Dossiers made',
    kind: 'Kind',
    few: 'fewer than 5',
    kept: 'hidden',
  },
  posterFile: 'pochette-relay-poster',
  receiptFile: 'pochette-receipt',
  poster: {
    title: 'Show your papers here',
    scan: ['Scan this code with Pochette.', 'You choose the papers, and for how long.'],
    words: 'No camera? Compare these words:',
  },
};
