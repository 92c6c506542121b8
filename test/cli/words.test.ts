import t from 'tap';
import { EXIT, exitCodeOf } from '../../src/cli/exit-codes.js';
import { commandHelp, everything } from '../../src/cli/help-text.js';
import { loadCommand } from '../../src/cli/commands/index.js';
import { COMMAND_NAMES } from '../../src/cli/commands/names.js';
import { wordsFor } from '../../src/cli/language.js';
import { NETWORK_REASONS } from '../../src/cli/network-faults.js';
import type { Screen } from '../../src/cli/screen.js';
import { textWidth } from '../../src/cli/text-width.js';
import { USAGE_REASONS } from '../../src/cli/usage.js';
import { en } from '../../src/cli/words/en.js';
import { fr } from '../../src/cli/words/fr.js';
import { speak } from '../../src/cli/words/sentence.js';
import { ERROR_CODES, type ErrorCode, type ErrorDetails } from '../../src/core/errors.js';

const BOTH = [fr, en];
const CODES = Object.keys(ERROR_CODES) as ErrorCode[];
const plain: Pick<Screen, 'paint'> = { paint: (_tone, text) => text };

/** The sentences of both catalogues that name `reason` or not, with nothing and with all facts known. */
const facts: readonly ErrorDetails[] = [
  {},
  { triesLeft: 1, retryAfterSeconds: 1 },
  {
    triesLeft: 9,
    retryAfterSeconds: 4000,
    paper: 'Carte',
    path: 'Carte.pdf',
    name: '--x',
    command: 'add',
    usage: 'list',
    server: 'https://a.example',
    meant: 'list',
  },
  { paper: '2', version: '9' },
  { device: '7' },
];

const left = (triesLeft: number) => speak(en.errors.wrong_code, { triesLeft });

const wait = (retryAfterSeconds: number) => speak(en.errors.too_early, { retryAfterSeconds });

const language = (asked: string | undefined, environment: NodeJS.ProcessEnv) =>
  wordsFor(asked, environment).language;

t.test('every error is told in both languages, in whole sentences', async (t) => {
  for (const words of BOTH) {
    for (const code of CODES) {
      for (const details of facts) {
        const sentence = speak(words.errors[code], details);
        t.match(sentence, /^[A-ZÀÉ“«].*[.?A-Za-z0-9”»)]$/, `${words.language} ${code}: ${sentence}`);
        t.notMatch(sentence, /undefined|NaN|\[object|\$\{/);
      }
    }
  }
  for (const code of CODES) t.not(speak(fr.errors[code], {}), speak(en.errors[code], {}), code);
});

t.test('every reason for which a command is not understood has its sentence', async (t) => {
  for (const words of BOTH) {
    const known = USAGE_REASONS.map((reason) => speak(words.errors.bad_usage, { reason }));
    t.equal(new Set(known).size, USAGE_REASONS.length, 'no two alike');
    t.notOk(known.includes(speak(words.errors.bad_usage, {})), 'none is the general one');
    const network = NETWORK_REASONS.map((reason) => speak(words.errors.unavailable, { reason }));
    t.equal(new Set(network).size, NETWORK_REASONS.length);
  }
});

t.test('a wrong code tells how many tries are left, a wait how long it is', async (t) => {
  t.match(left(9), '9 tries');
  t.match(left(1), 'One try');
  t.match(speak(fr.errors.wrong_code, { triesLeft: 1 }), 'Il reste un essai');
  t.match(wait(1), '1 second.');
  t.match(wait(61), '61 seconds');
  t.match(wait(301), '6 minutes');
  t.match(wait(7201), '3 hours', 'never too short');
});

t.test('sentences are short: at most 16 words to a full stop', async (t) => {
  const long = BOTH.flatMap((words) =>
    CODES.map((code) => speak(words.errors[code], {})).flatMap((text) =>
      text.split(/(?<=[.:;?])\s/).filter((part) => part.split(/\s/).length > 16),
    ),
  );
  t.strictSame(long, []);
});

t.test('French puts its unbreakable spaces', async (t) => {
  const texts = JSON.stringify([
    CODES.map((code) => speak(fr.errors[code], facts[2] ?? {})),
    USAGE_REASONS.map((reason) => speak(fr.errors.bad_usage, { reason })),
    fr.help,
    fr.ask,
    fr.said,
  ]);
  t.notMatch(texts, /[a-zé»] [:;?!»]/);
  t.notMatch(texts, /« /);
});

t.test('help fits 80 columns in both languages and names every command, option and exit code', async (t) => {
  for (const words of BOTH) {
    const screen = { ...plain, json: false } as Screen;
    const lines = everything(screen, words);
    for (const name of COMMAND_NAMES) {
      t.ok(
        lines.some((line) => line.startsWith(`  ${name} `)),
        name,
      );
      lines.push(...commandHelp(screen, words, name, (await loadCommand(name)).options));
    }
    for (const code of Object.values(EXIT))
      t.ok(
        lines.some((line) => line.startsWith(`  ${code} `)),
        String(code),
      );
    const tables = lines.filter((line) => line.startsWith('  '));
    for (const line of tables) t.ok(textWidth(line) <= 80, line);
  }
});

t.test('every error ends with an exit code that says what kind it is', async (t) => {
  const faults = CODES.filter((code) => exitCodeOf(code) === EXIT.internal);
  t.strictSame(faults.sort(), [
    'blob_exists',
    'cannot_start',
    'internal',
    'invalid_request',
    'range_not_satisfiable',
  ]);
  t.equal(exitCodeOf('wrong_code'), 4);
  t.equal(exitCodeOf('not_found'), 5);
  t.equal(exitCodeOf('unavailable'), 6);
  t.equal(exitCodeOf('rolled_back'), 7);
  t.equal(exitCodeOf('quota_exceeded'), 8);
});

t.test('the language is the one asked for, else that of the machine, else English', async (t) => {
  t.equal(language(undefined, {}), 'en');
  t.equal(language(undefined, { LANG: 'fr_FR.UTF-8' }), 'fr');
  t.equal(language(undefined, { LANG: 'fr_FR.UTF-8', LC_ALL: 'en_GB.UTF-8' }), 'en');
  t.equal(language(undefined, { LANG: 'C.UTF-8', LC_ALL: '' }), 'en');
  t.equal(language('fr', { LANG: 'en_GB' }), 'fr');
  t.throws(() => wordsFor('xx', {}), { code: 'bad_usage', details: { reason: 'bad_language' } });
});
