import { plural } from '../format.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';

export const names: NamesWords = {
  label: 'اسم أو لقب',
  team: 'يراه فريق المركز. الخدمة لا تستطيع قراءته.',
  skip: 'تخطَّ',
  give: 'أعطِ اسمًا',
  rename: 'غيّر الاسم',
  kept: 'الاسم في قائمة المركز.',
  bad: 'هذا الاسم طويل جدًا، أو فيه علامة مخفية.',
  card: (words) => `بطاقة «${words}»`,
  refused: (count) =>
    plural('ar', count, {
      zero: 'كل الأسماء سليمة.',
      one: 'اسم واحد تالف. لا يُعرض.',
      two: 'اسمان تالفان. لا يُعرضان.',
      few: '# أسماء تالفة. لا تُعرض.',
      many: '# اسمًا تالفًا. لا تُعرض.',
      other: '# اسم تالف. لا تُعرض.',
    }),
  byTeam: 'قرأ الفريق البطاقة في يوم آخر. أهو هذا الشخص؟',
  readAgain: 'لم تُقرأ البطاقة اليوم. اقرأها قبل المسح.',
  goesToo: 'يُمحى اسمه من قائمة المركز.',
};

export const role: RoleWords = {
  manager: 'اجعله مسؤولًا',
  member: 'اجعله مرافقًا',
  managerNamed: (name) => `اجعله مسؤولًا: ${name}`,
  memberNamed: (name) => `اجعله مرافقًا: ${name}`,
  managerTitle: (name) => `أيصبح ${name} مسؤولًا؟`,
  memberTitle: (name) => `أيعود ${name} مرافقًا؟`,
  managerText: 'المسؤول يدعو المرافقين ويستقبلهم ويخرجهم.',
  memberText: 'المرافق لا يغيّر الفريق. والباقي كما هو.',
  managerDone: (name) => `${name} مسؤول الآن.`,
  memberDone: (name) => `${name} مرافق الآن.`,
};

export const statistics: StatisticsWords = {
  title: 'إحصاءات',
  text: 'بلا أسماء: ما يُنجز في هذا المكتب، شهرًا بشهر.',
  months: 'شهرًا بشهر',
  kinds: 'الأوراق حسب النوع',
  month: 'الشهر',
  people: 'أشخاص مرافَقون',
  newcomers: 'أشخاص جدد',
  papers: 'أوراق ممسوحة',
  dossiers: 'ملفات جاهزة',
  kind: 'النوع',
  few: 'أقل من 5',
  kept: 'محجوب',
  why: 'ما دون 5 لا يُذكر عدده. والمجموع الذي يكشفه محجوب.',
  none: 'لم يُعدّ شيء بعد.',
  noKind: 'لا نوع فيه خمس أوراق في شهر.',
  refused: (count) =>
    plural('ar', count, {
      zero: 'كل الأعداد سليمة.',
      one: 'عدد واحد تالف. ينقص هنا.',
      two: 'عددان تالفان. ينقصان هنا.',
      few: '# أعداد تالفة. تنقص هنا.',
      many: '# عددًا تالفًا. تنقص هنا.',
      other: '# عدد تالف. تنقص هنا.',
    }),
};
