import t from 'tap';
import { dayOf, plainDay } from '../../src/web/i18n/days.js';
import { LANGUAGES } from '../../src/web/i18n/language.js';

t.test('everybody reads each day as it stands on the papers: same calendar, same digits', async (t) => {
  for (const language of LANGUAGES) {
    for (const said of [plainDay(language, '2027-03-12'), dayOf(language, Date.UTC(2027, 2, 12, 12))]) {
      t.match(said, /\b12\b/, `${language}: ${said}`);
      t.match(said, /2027/, `${language}: ${said}`);
    }
  }
  t.equal(plainDay('fr', '2027-03-12'), '12 mars 2027');
  t.equal(plainDay('ti', '2027-03-12'), '12 መጋቢት 2027', 'months that the browser does not know, too');
});
