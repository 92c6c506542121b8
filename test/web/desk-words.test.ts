/// <reference lib="dom" />
import t from 'tap';
import { KINDS } from '../../src/core/kinds.js';
import { words as ar } from '../../src/web/i18n/desk/ar.js';
import { words as en } from '../../src/web/i18n/desk/en.js';
import { words as fr } from '../../src/web/i18n/desk/fr.js';
import { TRAINING } from '../../src/web/i18n/training/catalogues.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { lix, sentencesOf } from '../helpers/catalogue.js';
import { testServer } from '../helpers/server.js';

const CATALOGUES = { fr, en, ar };
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await startBrowser(t);

t.test('the desk says everything in every language, with every number', async (t) => {
  const places = [...sentencesOf(fr).keys()].toSorted();
  for (const [language, words] of Object.entries(CATALOGUES)) {
    const said = sentencesOf(words);
    t.same([...said.keys()].toSorted(), places, language);
    for (const [place, text] of said) {
      t.ok(text.trim() !== '' && !/undefined|NaN|#|\[object/.test(text), `${language} ${place}: ${text}`);
    }
    t.same(Object.keys(words.kinds).toSorted(), KINDS.map(({ id }) => id).toSorted());
  }
  // names of offices, sizes of paper and keys are what stands there
  const THEIRS = /OFPRA|CNDA|CSS|AME|MDPH|CAF|RSA|DALO|PDF|Pochette|A6|A4/g;
  const latin = [...sentencesOf(ar)].filter(
    ([place, text]) =>
      place !== 'language' && place !== 'team.posterFile' && /[a-z]{2}/i.test(text.replace(THEIRS, '')),
  );
  t.same(latin, [], 'nothing was left untranslated');
});

t.test('what the desk says is easy to read', async (t) => {
  for (const words of [fr, en]) {
    const { kinds: _, ...rest } = words;
    const sentences = [...sentencesOf(rest).values()].filter((text) => / .* /.test(text));
    const text = sentences.map((one) => (/[.!?:…]$/.test(one) ? one : `${one}.`)).join(' ');
    t.ok(lix(text) <= 28, `${words.language}: ${lix(text).toFixed(1)}`);
    for (const sentence of text.split(/[.!?…:]\s/)) {
      t.ok(sentence.split(/\s+/).length <= 14, sentence);
    }
  }
});

/** What stands on the desk's buttons, by part. */
const buttonsOf = (words: typeof fr): string[] => {
  const { people, reading, pile, newcomer, team, access, asking, filing, spare, role, names, end, reader } =
    words;
  return [
    [words.retry, words.back, words.yes, words.no, words.frame.lock, words.frame.done],
    [words.signIn.otherCard, words.training.start, words.wall.same],
    [reader.next, reader.camera, reader.picture, end.again, end.goOn, end.leave],
    [people.scan, people.keepName, people.see, people.put, people.end],
    [reading.download, reading.print, names.skip, names.give, names.rename, words.statistics.title],
    [asking.start, asking.send(12), asking.end, role.manager, role.member],
    [filing.start, filing.ask(12), filing.link.start, filing.link.make, filing.link.copy, filing.link.close],
    [
      pile.folder,
      pile.files,
      pile.send(12),
      pile.throwAway(12),
      pile.pause,
      pile.goOn,
      pile.again,
      pile.finish,
    ],
    [newcomer.next, newcomer.notice.yes, newcomer.notice.no, newcomer.phone.none, newcomer.phone.done],
    [newcomer.other.button, newcomer.other.here, newcomer.lookAway.go, newcomer.card.a6, newcomer.card.a4],
    [newcomer.card.done, newcomer.card.again, newcomer.ready.papers, newcomer.ready.finish],
    [team.invite, team.look, team.accept, team.remove, team.poster, team.join.send, team.join.other],
    [access.early.take(12), access.early.leave, access.key.use, access.key.byCard, access.key.add],
    [access.key.block, access.first.open, access.first.look],
    [spare.entry, spare.give, spare.stop, spare.putAside, spare.takeBack],
  ].flat();
};

t.test('a button of the desk has at most three words', async (t) => {
  const { words: training } = await TRAINING.fr();
  const said = [
    training.keep,
    training.show,
    training.samples,
    training.answers('Noé'),
    training.cardOf('Noé'),
  ];
  for (const button of [...buttonsOf(fr), ...said]) {
    const count = button.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    t.ok(count >= 1 && count <= 3, button);
  }
});

t.test('the first screen of the desk needs at most 120 kB of script, all from here', { skip }, async (t) => {
  const { address } = there(server);
  const context = await there(browser).newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  const kinds = new Map<string, { url: string; kind: string }>();
  const loaded: { url: string; kind: string; bytes: number }[] = [];
  wire.on('Network.responseReceived', ({ requestId, response, type }) =>
    kinds.set(requestId, { url: response.url, kind: type }),
  );
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = kinds.get(requestId);
    if (one) loaded.push({ ...one, bytes: encodedDataLength });
  });
  await page.goto(`${address}/desk/`);
  await page.getByRole('heading', { name: 'Bonjour' }).waitFor();
  await page.waitForTimeout(500);
  t.comment(loaded.map(({ url, bytes }) => `${new URL(url).pathname} ${bytes}`).join('\n'));
  const scripts = loaded.filter(({ kind }) => kind === 'Script').reduce((all, { bytes }) => all + bytes, 0);
  t.ok(scripts > 0 && scripts <= 120_000, `${scripts} bytes of script, of 120,000`);
  t.same(
    loaded.filter(({ url }) => !url.startsWith(`${address}/`)),
    [],
  );
  await context.close();
});
