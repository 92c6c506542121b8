import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { call } from '../helpers/holder.js';
import { refused } from '../helpers/refused.js';
import { directionOf, LANGUAGES } from '../../src/web/i18n/language.js';
import { testServer, WEB } from '../helpers/server.js';

const server = await testServer(t);
const { address: url } = server;

const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const answer = await fetch(url + path, { method, headers });
  return { answer, text: await answer.text(), header: (name: string) => answer.headers.get(name) };
};

const SCRIPT = readdirSync(join(WEB, 'assets')).find((name) => /^agency-[\w-]+\.js$/.test(name)) ?? '';

const rulesOf = (policy: string | null): Map<string, string> =>
  new Map(
    (policy ?? '').split('; ').map((rule) => {
      const [name = '', ...values] = rule.split(' ');
      return [name, values.join(' ')] as const;
    }),
  );

for (const [letter, name] of [
  ['o', 'a link'],
  ['d', 'a deposit link'],
] as const) {
  t.test(
    `the page of ${name} is the same for every link, is kept by nobody, and lets nothing in or out`,
    async (t) => {
      const { answer, text, header } = await get(`/${letter}/`, { 'accept-language': 'fr' });
      t.equal(answer.status, 200);
      t.match(header('content-type'), /^text\/html/);
      t.equal(header('cache-control'), 'no-store');
      t.equal(header('referrer-policy'), 'no-referrer');
      t.equal(header('set-cookie'), null);
      t.equal(header('x-robots-tag'), 'noindex, nofollow');
      t.match(header('permissions-policy'), /camera=\(\)/);
      const policy = rulesOf(header('content-security-policy'));
      t.equal(policy.get('default-src'), "'none'");
      t.equal(policy.get('script-src'), "'self' 'wasm-unsafe-eval'");
      t.equal(policy.get('connect-src'), "'self'");
      t.equal(policy.get('form-action'), "'none'");
      t.equal(policy.get('frame-ancestors'), "'none'");
      t.equal(policy.get('require-trusted-types-for'), "'script'");
      t.equal(policy.get('trusted-types'), 'pochette');
      t.notOk(
        [...policy.values()]
          .join(' ')
          .match(/https?:|\*|data:|blob:|unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/),
      );
      t.notMatch(text, /https?:\/\//, 'nothing from anywhere else');
      t.notMatch(text, /<script(?! type="module" src="\/assets\/)/, 'no script but our own file');
      t.match(text, /<noscript>/);
      t.equal((await get(`/${letter}`, { 'accept-language': 'fr' })).text, text, 'also without the slash');
      t.equal((await get(`/${letter}/`, {}, 'HEAD')).answer.status, 200);
    },
  );
}

t.test('the phone app may take photos and show them, and nothing more than any page', async (t) => {
  const { answer, text, header } = await get('/', { 'accept-language': 'ar' });
  t.equal(answer.status, 200);
  t.match(header('content-type'), /^text\/html/);
  t.equal(header('cache-control'), 'no-store');
  const alone = 'publickey-credentials-get=(), publickey-credentials-create=()';
  t.equal(header('permissions-policy'), `camera=(self), geolocation=(), microphone=(), ${alone}`);
  const phone = rulesOf(header('content-security-policy'));
  const other = rulesOf((await get('/o/')).header('content-security-policy'));
  t.equal(phone.get('img-src'), "'self' blob:");
  phone.set('img-src', other.get('img-src') ?? '');
  t.same(phone, other, 'else the same');
  t.match(text, '<html lang="ar" dir="rtl">');
  t.notMatch(text, /https?:\/\//, 'nothing from anywhere else');
  for (const [, tag = ''] of text.matchAll(/<(script[^>]*|link rel="(?:stylesheet|modulepreload)"[^>]*)>/g)) {
    t.match(tag, / integrity="sha384-[\w+/]{64}"/, tag);
  }
});

t.test(
  'the desk may read cards, ask for passkeys and show what was scanned; its end runs no script',
  async (t) => {
    const { answer, text, header } = await get('/desk/', { 'accept-language': 'ar' });
    t.equal(answer.status, 200);
    t.equal(header('cache-control'), 'no-store');
    const passkeys = 'publickey-credentials-get=(self), publickey-credentials-create=(self)';
    t.equal(header('permissions-policy'), `camera=(self), geolocation=(), microphone=(), ${passkeys}`);
    const desk = rulesOf(header('content-security-policy'));
    t.same(
      desk,
      rulesOf((await get('/')).header('content-security-policy')),
      'as the phone app, and no more',
    );
    t.match(text, '<html lang="ar" dir="rtl">');
    t.equal((await get('/desk', { 'accept-language': 'ar' })).text, text, 'also without the slash');
    const end = await get('/desk/end');
    t.equal(end.answer.status, 200);
    t.notMatch(end.text, /<script|modulepreload/);
    t.match(end.text, 'Écran effacé');
    // where somebody's pochette lies in the same browser
    const kept = await get('/desk/kept', { 'sec-fetch-site': 'same-origin' });
    t.equal(kept.answer.headers.get('clear-site-data'), null);
    t.notMatch(kept.text, /<script|modulepreload/);
    t.match(kept.text, 'Ce navigateur garde une pochette.');
  },
);

t.test('what a phone keeps of the app is asked for anew, and pinned by digest', async (t) => {
  const worker = await get('/sw.js');
  t.match(worker.header('content-type'), /^text\/javascript/);
  t.equal(worker.header('cache-control'), 'no-store');
  const pins = [...worker.text.matchAll(/"?(\/assets\/[\w.-]+)"?:\s*[`"'](sha384-[\w+/]+)/g)];
  t.ok(pins.length > 6, `${pins.length} files are pinned`);
  for (const [, path = '', pin] of pins) {
    const bytes = Buffer.from(await (await fetch(url + path)).arrayBuffer());
    t.equal(`sha384-${createHash('sha384').update(bytes).digest('base64')}`, pin, path);
  }
  const manifest = await get('/manifest.webmanifest');
  t.match(manifest.header('content-type'), /^application\/manifest\+json/);
  const { icons } = JSON.parse(manifest.text) as { icons: { src: string }[] };
  for (const { src } of icons) {
    const icon = await get(src);
    t.equal(icon.answer.status, 200, src);
    t.equal(icon.header('content-type'), 'image/png');
  }
});

t.test('papers shared with a phone that has no service worker yet are let pass unseen', async (t) => {
  const form = new FormData();
  form.append('papers', new Blob(['CANARY-SHARED '.repeat(200_000)], { type: 'image/jpeg' }), 'permit.jpg');
  const answer = await fetch(`${url}/share`, { method: 'POST', body: form, redirect: 'manual' });
  t.equal(answer.status, 303);
  t.equal(answer.headers.get('location'), '/');
  t.notMatch(server.logged(), /CANARY-SHARED|permit\.jpg/);
  const odd = {
    method: 'POST',
    body: 'x',
    headers: { 'content-type': 'no/type' },
    redirect: 'manual',
  } as const;
  t.equal((await fetch(`${url}/share`, odd)).status, 303, 'whatever it says it is');
});

t.test('the page speaks the language that the browser asks for, and French to everybody else', async (t) => {
  for (const [asked, language] of [
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['en-GB,en;q=0.5', 'en'],
    ['ar', 'ar'],
    ['de;q=1, ar-MA;q=0.7, fr;q=0.6', 'ar'],
    ['en;q=0, ar;q=0.1', 'ar'],
    ['fa-AF,fa;q=0.9', 'fa'],
    ['prs', 'fa'],
    ['ti-ER', 'ti'],
    ['de', 'fr'],
    ['', 'fr'],
    ['*;q=2,,;;=', 'fr'],
    ['../../x', 'fr'],
  ] as const) {
    const { text, header } = await get('/o/', asked === '' ? {} : { 'accept-language': asked });
    t.match(text, `<html lang="${language}" dir="${directionOf(language)}">`, asked);
    t.equal(header('content-language'), language);
    t.match(header('vary'), /accept-language/);
  }
});

t.test('every page is there in every language that the pages speak', async (t) => {
  for (const language of LANGUAGES) {
    for (const path of ['/', '/o/', '/d/']) {
      const { text, header } = await get(path, { 'accept-language': language });
      t.equal(header('content-language'), language, path);
      t.match(text, `<html lang="${language}" dir="${directionOf(language)}">`);
    }
  }
});

t.test(
  'files of the pages are kept by browsers for ever, and come compressed to who takes that',
  async (t) => {
    const plain = await get(`/assets/${SCRIPT}`, { 'accept-encoding': 'identity' });
    t.equal(plain.header('cache-control'), 'public, max-age=31536000, immutable');
    t.equal(plain.header('content-encoding'), null);
    t.match(plain.header('content-type'), /^text\/javascript/);
    t.match(plain.header('content-security-policy'), "default-src 'none'", 'also for workers');
    for (const [accepts, encoding] of [
      ['gzip, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['br;q=0.0', null],
      ['brx', null],
    ] as const) {
      const { answer, text, header } = await get(`/assets/${SCRIPT}`, { 'accept-encoding': accepts });
      t.equal(answer.status, 200);
      t.equal(header('content-encoding'), encoding, accepts);
      t.equal(header('vary'), 'accept-encoding');
      t.equal(text, plain.text);
    }
  },
);

t.test('nothing but the files of the pages is given out', async (t) => {
  for (const path of [
    '/assets/',
    '/assets/nothing.js',
    `/assets/${SCRIPT}.gz`,
    `/assets/${SCRIPT}.br`,
    '/assets/..%2fo.fr.html',
    '/assets/%2e%2e/o.fr.html',
    '/assets/..%5c..%5cpackage.json',
    '/assets/../../package.json',
    '/assets/%2fetc%2fpasswd',
    '/assets/pdf-6.5.438',
    '/assets/__proto__',
    '/o/x',
    '/d/x',
    '/o.fr.html',
    '/d.fr.html',
    '/p.fr.html',
    '/sw.js.br',
    '/index.html',
    '/.stamp',
  ]) {
    refused(t, await call({ url }, 'GET', path), 'not_found', path);
  }
});
