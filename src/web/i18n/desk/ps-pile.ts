import { plural } from '../format.js';
import type { PileWords } from './pile-words.js';

export const pile: PileWords = {
  title: (name) => `پاڼې د ${name} لپاره`,
  drop: 'مخونه دلته کېږدئ',
  dropText: 'عکسونه او PDF. د هغه کس کڅوړې ته ځي، او هغه یې تاییدوي.',
  folder: 'فولډر تعقیبول',
  files: 'فایلونه ټاکل',
  watching: (folder) => `د ${folder} فولډر تعقیبېږي. سکن کړئ.`,
  mayRead: 'د سکنر فایلونه له رسېدو وروسته پاکېږي.',
  help: {
    title: 'په کیبورډ',
    kind: 'د دې ډول نوې پاڼه',
    same: 'هماغه پاڼه',
    drop: 'مخ غورځول',
    turn: 'اړول',
    side: 'د کارت شا',
    undo: 'یو ګام شاته',
  },
  keys: { enter: 'انټر', delete: 'ډیلیټ' },
  page: (number, total) => `له ${total} څخه ${number} مخ`,
  noPicture: 'د دې فایل عکس نشته. لکه څنګه چې دی، هماغسې ځي.',
  waiting: (count) => plural('ps', count, { one: '# مخ پاتې', other: '# مخونه پاتې' }),
  paper: (kind, pages) => `${kind}، ${plural('ps', pages, { one: '# مخ', other: '# مخونه' })}`,
  sorted: 'ټول ترتیب شول.',
  send: (count) => `لېږل (${count})`,
  throwAway: (count) => `غورځول (${count})`,
  pause: 'درول',
  goOn: 'دوام',
  sent: (done, all) => `له ${all} څخه ${done} ورسېدل`,
  trying: 'انټرنېټ نشته. پخپله بیا هڅه کوي.',
  again: 'بیا هڅه',
  doneTitle: (count) => plural('ps', count, { one: '# پاڼه ورسېده', other: '# پاڼې ورسېدې' }),
  doneText: 'هغه کس یې په خپل موبایل یا کارت تاییدوي.',
  removed: (count) =>
    plural('ps', count, { one: 'د سکنر # فایل پاک شو.', other: 'د سکنر # فایلونه پاک شول.' }),
  left: (count) =>
    plural('ps', count, {
      one: '# فایل په دې کمپیوټر کې پاتې شو. پاک یې کړئ.',
      other: '# فایلونه په دې کمپیوټر کې پاتې شول. پاک یې کړئ.',
    }),
  finish: 'کسانو ته بېرته',
  bad: (name, why) => `${name}: ${why}`,
  states: { ready: 'چمتو', sending: 'په لاره کې', sent: 'ورسېده', failed: 'ولاړه نه شوه' },
};
