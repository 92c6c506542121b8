import { words as ar } from '../i18n/phone/ar.js';
import { words as en } from '../i18n/phone/en.js';
import { words as fa } from '../i18n/phone/fa.js';
import { words as fr } from '../i18n/phone/fr.js';
import { words as nl } from '../i18n/phone/nl.js';
import { words as ps } from '../i18n/phone/ps.js';
import { words as ru } from '../i18n/phone/ru.js';
import { words as ti } from '../i18n/phone/ti.js';
import { words as uk } from '../i18n/phone/uk.js';
import type { PhoneWords } from '../i18n/phone/words.js';
import { directionOf, type Language, LANGUAGES } from '../i18n/language.js';

export { LANGUAGES };

const CATALOGUES: Readonly<Record<Language, PhoneWords>> = { fr, en, ar, fa, ps, ti, uk, ru, nl };

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

/** A file of the build by its address, with the digest that the browser holds it against. */
interface Pinned {
  readonly href: string;
  readonly integrity: string;
}

/** A picture of the app by its addresses: its own, and the one under a plain name. */
interface Picture {
  readonly own: string;
  readonly plain: string;
}

interface Assets {
  readonly script: Pinned;
  readonly style: Pinned;
  readonly words: Pinned;
  readonly shared: readonly Pinned[];
  readonly icon: Picture;
  readonly touchIcon: Picture;
  /** The lists of what somebody recorded, as JSON; empty where nobody did. */
  readonly clips: string;
}

/** What the app is called on the phone of somebody who wants nobody to wonder about it. */
export const plainName = (language: Language): string => CATALOGUES[language].discreet.name;

/** The page as it comes: says what it is before, and without, any script. Written once for each language by the build. */
export const shellPage = (
  language: Language,
  { script, style, words: said, shared, icon, touchIcon, clips }: Assets,
): string => {
  const words = CATALOGUES[language];
  const preload = [said, ...shared]
    .map(({ href, integrity }) => `<link rel="modulepreload" href="${href}" integrity="${integrity}">`)
    .join('\n');
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f7f2e9" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#191613" media="(prefers-color-scheme: dark)">
${clips && `<meta name="clips" content="${escaped(clips)}">\n`}<title>${escaped(words.pageTitle)}</title>
<link rel="icon" href="${icon.own}" data-own="${icon.own}" data-plain="${icon.plain}">
<link rel="apple-touch-icon" href="${touchIcon.own}" data-own="${touchIcon.own}" data-plain="${touchIcon.plain}">
<link rel="stylesheet" href="${style.href}" integrity="${style.integrity}">
${preload}
<script type="module" src="${script.href}" integrity="${script.integrity}"></script>
</head>
<body>
<div id="app"><div class="phone">
<main><h1>${escaped(words.start.title)}</h1>
<p>${escaped(words.start.text)}</p>
<noscript><p>${escaped(words.noScript)}</p></noscript></main>
</div></div>
</body>
</html>
`;
};
