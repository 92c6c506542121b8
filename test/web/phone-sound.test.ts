/// <reference lib="dom" />
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import t from 'tap';
import { sentencesIn } from '../../src/web/ui/sound/sentences.js';
import { words as fr } from '../../src/web/i18n/phone/fr.js';
import { noBrowser, there, visit } from '../helpers/browser.js';
import { heading, phoneBrowser, press } from '../helpers/phone.js';
import { temporaryFolder, testServer } from '../helpers/server.js';

t.setTimeout(120_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

const integrityOf = (bytes: Uint8Array): string =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** A tone of so many milliseconds, as a WAV file. */
const tone = (ms: number): Buffer => {
  const rate = 8000;
  const samples = Math.round((rate * ms) / 1000);
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) file.writeInt16LE(Math.round(8000 * Math.sin(i / 3)), 44 + i * 2);
  return file;
};

/** What the page sounded: recordings by their length in milliseconds, and what a voice said. */
const heard = (page: Page): Promise<(number | string)[]> =>
  page.evaluate(() => (window as unknown as { heard: (number | string)[] }).heard);

/** A phone whose voices are these; what they say is written down. */
const withVoices = async (voices: { lang: string; localService: boolean }[]) => {
  const visitor = await visit(there(browser), { viewport: { width: 360, height: 740 } });
  await visitor.page.addInitScript((all) => {
    const heard: (number | string)[] = [];
    Object.assign(window, { heard });
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode) {
      heard.push(Math.round((this.buffer?.duration ?? 0) * 1000));
      start.call(this);
    };
    speechSynthesis.getVoices = () => all as SpeechSynthesisVoice[];
    window.SpeechSynthesisUtterance = class extends EventTarget {
      voice: unknown;
      lang = '';
      constructor(readonly text: string) {
        super();
      }
    } as never;
    speechSynthesis.speak = (said) => {
      heard.push(said.text);
      setTimeout(() => said.dispatchEvent(new Event('end')), 0);
    };
  }, voices);
  return visitor;
};

const start = async (page: Page): Promise<void> => {
  await page.goto(`${there(server).address}/`);
  await press(page, 'Français');
  await heading(page, 'Gardez vos papiers ici.');
};

const speaker = (page: Page) => page.getByRole('button', { name: 'Écouter' });

t.test('a voice that would send the screen over the network is never used', { skip }, async (t) => {
  const { page } = await withVoices([
    { lang: 'fr-FR', localService: false },
    { lang: 'fry-NL', localService: true },
  ]);
  await start(page);
  t.equal(await speaker(page).count(), 0, 'rather there is no loudspeaker');
  const own = await withVoices([{ lang: 'fr_FR', localService: true }]);
  await start(own.page);
  await speaker(own.page).click();
  await own.page.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length >= 4);
  t.same(await heard(own.page), [
    'Gardez vos papiers ici.',
    'Personne d’autre ne peut les lire.',
    'Prendre une photo',
    'Déjà une pochette',
  ]);
});

/** The page as the build makes it where somebody recorded sentences. */
const withClips = async (page: Page, clips: Record<string, Buffer>, served = clips) => {
  const list = Object.fromEntries(
    Object.entries(clips).map(([name, bytes]) => [
      name,
      { href: `/assets/clip-${name}.wav`, integrity: integrityOf(bytes) },
    ]),
  );
  const json = Buffer.from(JSON.stringify(list));
  const lists = JSON.stringify({ fr: { href: '/assets/clip-fr.json', integrity: integrityOf(json) } });
  await page.route(`${there(server).address}/`, async (route) => {
    const answer = await route.fetch();
    const meta = `<meta name="clips" content="${lists.replaceAll('"', '&quot;')}">`;
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace('<title>', `${meta}<title>`),
    });
  });
  await page.route('**/assets/clip-*', async (route) => {
    const name = /clip-(.+)\.wav/.exec(route.request().url())?.[1] ?? '';
    await route.fulfill({ body: name === '' ? json : (served[name] ?? Buffer.alloc(0)) });
  });
};

t.test(
  'what somebody recorded is played, and read in a voice of the phone where it is not what they recorded',
  { skip },
  async (t) => {
    const clips = { 'phone.start.title': tone(300), 'phone.start.photo': tone(200) };
    const silent = await withVoices([]);
    await withClips(silent.page, clips);
    await start(silent.page);
    await speaker(silent.page).click();
    await silent.page.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length >= 2);
    t.same(await heard(silent.page), [300, 200], 'in the order of the screen; the rest is passed over');
    t.same(silent.faults(), [], 'within the policy of the page');
    await press(silent.page, 'Déjà une pochette');
    await heading(silent.page, 'Retrouver mes papiers');
    await speaker(silent.page).waitFor({ state: 'detached' });

    const changed = await withVoices([{ lang: 'fr-FR', localService: true }]);
    await withClips(changed.page, clips, { ...clips, 'phone.start.title': tone(900) });
    await start(changed.page);
    await speaker(changed.page).click();
    await changed.page.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length >= 4);
    t.same(await heard(changed.page), [
      'Gardez vos papiers ici.',
      'Personne d’autre ne peut les lire.',
      200,
      'Déjà une pochette',
    ]);
  },
);

t.test('a recording gets its name from the sentence that it says', async (t) => {
  const names = sentencesIn('phone', fr);
  t.equal(names.get('Gardez vos papiers ici.'), 'phone.start.title');
  t.equal(names.get('Avant d’ouvrir'), 'phone.notice.title');
  t.equal(names.get('Chiffré. Personne d’autre ne lit.'), 'phone.notice.points.1');
  t.notOk([...names.values()].includes('phone.language'), 'what is no sentence has none');
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'fr'));
  writeFileSync(join(folder, 'fr', 'phone.start.title.mp3'), 'sound');
  writeFileSync(join(folder, 'fr', 'notes.txt'), 'no sound');
  const library = new URL('../../../bin/lib/web-clips.mjs', import.meta.url);
  const { clipFiles } = (await import(pathToFileURL(library.pathname).href)) as {
    clipFiles: (
      folder: string,
      languages: string[],
    ) => {
      files: { fileName: string; source: Buffer }[];
      lists: Record<string, { href: string; integrity: string }>;
    };
  };
  const { files, lists } = clipFiles(folder, ['fr', 'en']);
  t.match(
    files.map(({ fileName }) => fileName),
    [/^assets\/clip-fr-phone\.start\.title-[0-9a-f]{8}\.mp3$/, /^assets\/clip-fr-[0-9a-f]{8}\.json$/],
  );
  const list = files[1]?.source ?? Buffer.alloc(0);
  t.same(Object.keys(lists), ['fr'], 'a language without recordings has no list');
  t.equal(lists['fr']?.integrity, integrityOf(list));
  t.same(JSON.parse(list.toString()), {
    'phone.start.title': { href: `/${files[0]?.fileName}`, integrity: integrityOf(Buffer.from('sound')) },
  });
});
