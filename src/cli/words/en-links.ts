import type { LinkWords } from './link-words.js';

const many = (number: number, one: string, more: string): string => `${number} ${number === 1 ? one : more}`;

/** English. */
export const enLinks: LinkWords = {
  states: {
    open: 'open',
    frozen: 'closed: ten wrong codes',
    used_up: 'used up',
    expired: 'over',
    ended: 'closed',
  },
  columns: { agency: 'For', papers: 'Papers', until: 'Until', openings: 'Opened', state: 'State' },
  ask: { link: 'The link that you were given:', code: 'The code that was told to you (6 digits):' },
  said: {
    made: (number, until, openings) =>
      `The link shows ${many(number, 'paper', 'papers')} until ${until}, ${many(openings, 'opening', 'openings')} at most.`,
    address: 'Send this address:',
    code: (code) => `Say this code by another way: ${code}`,
    sayAloud: (digits) => `Aloud: ${digits}.`,
    onePath: 'Never send both in one message. Whoever has both sees the papers.',
    noCode: 'It needs no code: whoever has this address sees the papers.',
    linkNext: 'To see it again, or who opened it: pochette links',
    noLinks: 'There is no open link. To make one: pochette link PAPER',
    linksNext: 'Address and code: pochette links NUMBER. To close one: pochette unlink NUMBER',
    unread: 'label cannot be read',
    unreadWhy:
      'The label of this link cannot be read: nothing says to whom it shows your papers. To close it: pochette unlink NUMBER',
    unlinked: 'The link is closed. It opens nothing any more.',
    unlinkedNext: 'What was seen or saved before cannot be unseen.',
    extended: (until, openings) =>
      `The link is open until ${until}, ${many(openings, 'opening', 'openings')} in all.`,
    openings: (opened, all) => `${opened} of ${all}`,
    standing: (state, opened) => `State: ${state}. Opened: ${opened}.`,
    wrongCodes: (number) => `${many(number, 'wrong code', 'wrong codes')} so far.`,
    under: (name) => `Made for you by: ${name}.`,
    received: (name, at) => `Received: ${at}${name === null ? '' : `, by ${name}`}.`,
    opened: (at) => `Last opened: ${at}.`,
    from: (name) => `From: ${name}`,
    forAgency: (name) => `For: ${name}`,
    purpose: (purpose) => `What for: ${purpose}`,
    looked: (number, until, openingsLeft) =>
      `${many(number, 'paper', 'papers')}, until ${until}. ${many(openingsLeft, 'opening', 'openings')} left.`,
    missing: (number) => `The person took away ${many(number, 'paper', 'papers')} meanwhile.`,
    noneLeft: 'The person took all papers away meanwhile.',
    saved: (number, folder) => `Saved: ${many(number, 'paper', 'papers')} in ${folder}. Checked: whole.`,
    receiptLeft: 'The person sees that the papers arrived.',
  },
};
