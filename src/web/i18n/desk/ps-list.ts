import { plural } from '../format.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';

export const names: NamesWords = {
  label: 'یو نوم یا لقب',
  team: 'د مرکز ډله یې ویني. خدمت یې نه شي لوستلای.',
  skip: 'پرېږدئ',
  give: 'نوم ورکړئ',
  rename: 'نوم بدل کړئ',
  kept: 'نوم د مرکز په لېست کې دی.',
  bad: 'دا نوم ډېر اوږد دی، یا پټه نښه لري.',
  card: (words) => `کارت «${words}»`,
  refused: (count) =>
    plural('ps', count, {
      one: '# نوم خراب دی. نه ښودل کېږي.',
      other: '# نومونه خراب دي. نه ښودل کېږي.',
    }),
  byTeam: 'ډلې کارت په بله ورځ لوستی. ایا همدا کس دی؟',
  readAgain: 'کارت نن نه دی لوستل شوی. له سکن مخکې یې ولولئ.',
  goesToo: 'نوم یې د مرکز له لېست پاکېږي.',
};

export const role: RoleWords = {
  manager: 'مسوول یې کړئ',
  member: 'مرستندوی یې کړئ',
  managerNamed: (name) => `مسوول یې کړئ: ${name}`,
  memberNamed: (name) => `مرستندوی یې کړئ: ${name}`,
  managerTitle: (name) => `${name} مسوول شي؟`,
  memberTitle: (name) => `${name} بیا مرستندوی شي؟`,
  managerText: 'مسوول مرستندویان رابولي، مني او لرې کوي.',
  memberText: 'مرستندوی ډله نه بدلوي. نور څه همداسې پاتې کېږي.',
  managerDone: (name) => `${name} اوس مسوول دی.`,
  memberDone: (name) => `${name} اوس مرستندوی دی.`,
};

export const statistics: StatisticsWords = {
  title: 'شمېرې',
  text: 'بې نومونو: د دې مېز کارونه، میاشت په میاشت.',
  months: 'میاشت په میاشت',
  kinds: 'پاڼې د ډول له مخې',
  month: 'میاشت',
  people: 'مرسته شوي کسان',
  newcomers: 'نوي کسان',
  papers: 'سکن شوې پاڼې',
  dossiers: 'جوړې شوې دوسیې',
  kind: 'ډول',
  few: 'له 5 لږ',
  kept: 'پټ',
  why: 'له 5 لږ نه ویل کېږي. هغه مجموعه چې دا ښيي، پټه ده.',
  none: 'لا هېڅ نه دي شمېرل شوي.',
  noKind: 'هېڅ ډول په یوه میاشت کې پنځه پاڼې نه لري.',
  refused: (count) =>
    plural('ps', count, { one: '# شمېر خراب دی. دلته نشته.', other: '# شمېرې خرابې دي. دلته نشته.' }),
};
