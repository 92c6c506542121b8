import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { type Catalogues, untranslated } from '../../src/web/i18n/catalogues.js';
import { plainDay } from '../../src/web/i18n/days.js';
import { plural } from '../../src/web/i18n/format.js';
import {
  directionOf,
  LANGUAGE_NAMES,
  LANGUAGES,
  languagesFor,
  REVIEWS,
} from '../../src/web/i18n/language.js';
import { lix, sentencesOf } from '../helpers/catalogue.js';
import { historyWords, PARTS, saidBy } from '../helpers/catalogues.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const I18N = join(ROOT, 'src', 'web', 'i18n');

/** Parts that were not translated into every language yet, by the folder of their words. */
const NOT_YET: readonly string[] = [];

const folders = (readdirSync(I18N, { recursive: true }) as string[])
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('/words.ts'))
  .map((name) => name.slice(0, -'/words.ts'.length));

t.test('no part forgets a language: what is not translated yet is named', async (t) => {
  const missing = folders.flatMap((folder) => {
    const files = new Set(readdirSync(join(I18N, folder)));
    const gaps = LANGUAGES.filter((language) => !files.has(`${language}.ts`));
    return gaps.length > 0 ? [`${folder}: ${gaps.join(' ')}`] : [];
  });
  for (const one of missing) t.comment(`to be translated: ${one}`);
  t.same(new Set(missing.map((one) => one.split(':')[0])), new Set(NOT_YET));
  t.same(
    folders.filter((folder) => !NOT_YET.includes(folder)).toSorted(),
    Object.keys(PARTS).toSorted(),
    'every other part is read by the tests below',
  );
  const words = { greeting: 'Hello' };
  const load = async () => ({ words });
  const part: Catalogues<typeof words> = { fr: load, en: load, ar: load, ...untranslated(load) };
  t.same(Object.keys(part).toSorted(), [...LANGUAGES].toSorted(), 'and meanwhile speaks another language');
});

t.test(
  'nobody is told that a translation was read by somebody who grew up with it before it was',
  async (t) => {
    const told = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [, list = ''] = told.match(/not yet been read by a native speaker: ([^.]+)\./) ?? [];
    const awaited = LANGUAGES.filter((language) => REVIEWS[language] === 'awaited');
    const english = new Intl.DisplayNames('en', { type: 'language' });
    t.same(new Set(list.split(/,\s+|\s+and\s+/)), new Set(awaited.map((language) => english.of(language))));
  },
);

/** What stands between the languages: names, and words that are the same for everybody. */
const SAME =
  /^(Pochette|pochette|PDF|Récépissé|récépissé|Carte Vitale|AME|Dossiers|CAF, RSA|CAF، RSA|CAF፣ RSA|France Travail|DALO|CV|Diploma|carte de secours|CSS, .*|(Open|Download) “\d+”|\d+ papier|\d+: \d+|\{.*|«\{\}»|“\{\}”|, |: |#|\d+)$/;

t.test('nothing was left in French, or in English', async (t) => {
  const parts = { ...PARTS };
  for (const [part, catalogues] of Object.entries(parts)) {
    const said = await saidBy<object>(catalogues);
    const [fr, en] = [sentencesOf(said.fr), sentencesOf(said.en)];
    for (const language of LANGUAGES) {
      if (language === 'fr' || language === 'en') continue;
      for (const [place, text] of sentencesOf(said[language])) {
        if (SAME.test(text) || place === 'language') continue;
        const isFrench = text === fr.get(place);
        // a word that two languages write alike is no oversight; a sentence is
        const isEnglish = text === en.get(place) && text.includes(' ');
        t.notOk(isFrench || isEnglish, `${part}, ${language}, ${place}: ${text}`);
      }
    }
  }
  const told = await historyWords();
  const [fr, en] = [sentencesOf(told.fr), sentencesOf(told.en)];
  for (const language of LANGUAGES) {
    if (language === 'fr' || language === 'en') continue;
    for (const [place, text] of sentencesOf(told[language])) {
      if (SAME.test(text) || !/\p{L}/u.test(text.replace(/\{\w*\}/g, '')) || place === 'version') continue;
      t.notOk(text === fr.get(place) || text === en.get(place), `history, ${language}, ${place}: ${text}`);
    }
  }
});

/** How each language is written; names of offices and programs stand as on their papers. */
const SCRIPTS = { ar: 'Arabic', fa: 'Arabic', ps: 'Arabic', ti: 'Ethiopic', uk: 'Cyrillic', ru: 'Cyrillic' };
const NAMES =
  /Pochette|pochette|OFPRA|CNDA|CSS|AME|MDPH|CAF|RSA|RIB|CV|DALO|PDF|QR|A4|A6|Enter|Del|récépissé|Récépissé|Carte Vitale|France Travail|carte de secours|JavaScript|WebAssembly|Firefox|Chrome|Edge|Safari|\{\w*\}/g;

t.test('every language is written in its own letters', async (t) => {
  for (const [language, script] of Object.entries(SCRIPTS) as [keyof typeof SCRIPTS, string][]) {
    const other = new RegExp(`(?!\\p{Script=${script}})\\p{L}`, 'u');
    const told = (await historyWords())[language];
    const said = await Promise.all(
      Object.values(PARTS).map(async (part) => (await saidBy<object>(part))[language]),
    );
    for (const [place, text] of [...said, told].flatMap((words) => [...sentencesOf(words)])) {
      if (place === 'language') continue;
      t.notMatch(text.replace(NAMES, ''), other, `${language} ${place}: ${text}`);
    }
    t.notMatch(LANGUAGE_NAMES[language], other, 'also its own name');
  }
  // letters that one of two neighbours does not have
  const russian = JSON.stringify(
    await Promise.all(Object.values(PARTS).map(async (p) => (await saidBy<object>(p)).ru)),
  );
  const ukrainian = JSON.stringify(
    await Promise.all(Object.values(PARTS).map(async (p) => (await saidBy<object>(p)).uk)),
  );
  t.notMatch(russian, /[іїєґ]/i);
  t.notMatch(ukrainian, /[ыэъё]/i);
});

/** What a sentence says of what it is given: with these in it, it must show as many of them as the French one. */
const GIVEN = [37, 53, 71];

t.test('what a sentence is about stands in it in every language', async (t) => {
  const functionsOf = (words: object, place = ''): [string, (...given: number[]) => string][] =>
    Object.entries(words).flatMap(([name, value]) => {
      if (typeof value === 'function') return [[`${place}${name}`, value as (...given: number[]) => string]];
      return typeof value === 'object' && value !== null ? functionsOf(value, `${place}${name}.`) : [];
    });
  for (const [part, catalogues] of Object.entries(PARTS)) {
    const said = await saidBy<object>(catalogues);
    const french = new Map(functionsOf(said.fr));
    for (const language of LANGUAGES) {
      for (const [place, say] of functionsOf(said[language])) {
        const shown = (text = ''): number[] => GIVEN.filter((one) => text.includes(String(one)));
        const expected = shown(french.get(place)?.(...GIVEN));
        t.same(shown(say(...GIVEN)), expected, `${part}, ${language}, ${place}: ${say(...GIVEN)}`);
      }
    }
  }
  const told = await historyWords();
  const holes = (text: string): string => (text.match(/\{\w*\}/g) ?? []).toSorted().join();
  for (const language of LANGUAGES) {
    for (const [place, text] of sentencesOf(told[language])) {
      t.equal(
        holes(text),
        holes(sentencesOf(told.fr).get(place) ?? ''),
        `history, ${language}, ${place}: ${text}`,
      );
    }
  }
});

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;

t.test('in every language sentences are short, and in Dutch they are easy', async (t) => {
  for (const [part, catalogues] of Object.entries(PARTS)) {
    const most = part === 'phone' || part === 'capture' ? 12 : 14;
    const said = await saidBy<object>(catalogues);
    for (const language of LANGUAGES) {
      const { kinds: _, ...rest } = said[language] as { kinds?: object };
      const texts = [...sentencesOf(rest).values()].filter((text) => / .* /.test(text));
      for (const sentence of texts.flatMap((text) => text.split(/[.!?…:؟؛።፦]\s/))) {
        t.ok(wordsIn(sentence) <= most, `${part}, ${language}: ${sentence}`);
      }
      if (language !== 'nl') continue;
      const whole = texts.map((text) => (/[.!?:…]$/.test(text) ? text : `${text}.`)).join(' ');
      t.ok(lix(whole) <= 28, `${part}: ${lix(whole).toFixed(1)}`);
    }
  }
});

t.test('numbers and days are written as each language does, in the calendar of the papers', async (t) => {
  const day = '2027-03-12';
  for (const language of LANGUAGES) {
    const said = plainDay(language, day);
    t.match(said, /\b12\b/, said);
    t.match(said, /2027/, said);
    t.match(said, /\p{L}{2}/u, said);
  }
  const french = plainDay('fr', day);
  t.same(
    LANGUAGES.filter((one) => plainDay(one, day) === french),
    ['fr'],
  );
  const forms = { one: '# документ', few: '# документа', other: '# документов' };
  t.same(
    [1, 2, 5, 11, 21, 22, 25].map((n) => plural('ru', n, forms)),
    [
      '1 документ',
      '2 документа',
      '5 документов',
      '11 документов',
      '21 документ',
      '22 документа',
      '25 документов',
    ],
  );
  t.equal(plural('fa', 12, { other: '# برگه' }), '12 برگه');
});

t.test('the languages of the device come first, the others after them, each once', async (t) => {
  t.same(languagesFor(['ti-ER', 'ar', 'de-DE', 'ar-SD']).slice(0, 3), ['ti', 'ar', 'fr']);
  t.same(languagesFor(['prs-AF'])[0], 'fa', 'Dari is written as Persian is');
  t.same(languagesFor([]), LANGUAGES);
  t.equal(languagesFor(['uk', 'ru', 'en-GB']).length, LANGUAGES.length);
  t.same(
    LANGUAGES.filter((one) => directionOf(one) === 'rtl'),
    ['ar', 'fa', 'ps'],
  );
});
