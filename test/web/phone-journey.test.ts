/// <reference lib="dom" />
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { allSent, firstMinute, newPhone, phoneBrowser, press } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

t.test(
  'a person keeps a first paper in five taps, then a safe with a code and a card',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await firstMinute(page);
    await press(page, 'Plus tard');
    await allSent(page, 1);
    t.same(faults(), []);
  },
);
