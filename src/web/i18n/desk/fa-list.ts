import { plural } from '../format.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';

export const names: NamesWords = {
  label: 'یک نام یا لقب',
  team: 'گروه مرکز آن را می‌بیند. سامانه نمی‌تواند آن را بخواند.',
  skip: 'رد شدن',
  give: 'نام دادن',
  rename: 'تغییر نام',
  kept: 'نام در فهرست مرکز است.',
  bad: 'این نام خیلی بلند است یا نشانه پنهان دارد.',
  card: (words) => `کارت «${words}»`,
  refused: (count) => plural('fa', count, { other: '# نام خراب است. نشان داده نمی‌شود.' }),
  byTeam: 'گروه کارت را روز دیگری خوانده. آیا همین فرد است؟',
  readAgain: 'کارت امروز خوانده نشده. پیش از اسکن آن را بخوانید.',
  goesToo: 'نام او از فهرست مرکز پاک می‌شود.',
};

export const role: RoleWords = {
  manager: 'مسئول کردن',
  member: 'مددکار کردن',
  managerNamed: (name) => `مسئول کردن ${name}`,
  memberNamed: (name) => `مددکار کردن ${name}`,
  managerTitle: (name) => `${name} مسئول شود؟`,
  memberTitle: (name) => `${name} دوباره مددکار شود؟`,
  managerText: 'مسئول مددکارها را دعوت می‌کند، می‌پذیرد و برمی‌دارد.',
  memberText: 'مددکار گروه را تغییر نمی‌دهد. بقیه همان می‌ماند.',
  managerDone: (name) => `${name} حالا مسئول است.`,
  memberDone: (name) => `${name} حالا مددکار است.`,
};

export const statistics: StatisticsWords = {
  title: 'آمار',
  text: 'بی نام: کارهای این میز، ماه به ماه.',
  months: 'ماه به ماه',
  kinds: 'برگه‌ها بر پایه نوع',
  month: 'ماه',
  people: 'افراد همراهی‌شده',
  newcomers: 'افراد تازه',
  papers: 'برگه‌های اسکن‌شده',
  dossiers: 'پرونده‌های آماده',
  kind: 'نوع',
  few: 'کمتر از 5',
  kept: 'پنهان',
  why: 'کمتر از 5 گفته نمی‌شود. جمعی که آن را نشان دهد پنهان است.',
  none: 'هنوز چیزی شمرده نشده.',
  noKind: 'هیچ نوعی در یک ماه پنج برگه ندارد.',
  refused: (count) => plural('fa', count, { other: '# شمارش خراب است. اینجا نیامده.' }),
};
