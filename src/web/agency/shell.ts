import { words as ar } from '../i18n/agency/ar.js';
import { words as en } from '../i18n/agency/en.js';
import { words as fr } from '../i18n/agency/fr.js';
import type { AgencyWords } from '../i18n/agency/words.js';
import { directionOf, type Language, LANGUAGES } from '../i18n/language.js';

export { LANGUAGES };

const CATALOGUES: Readonly<Record<Language, AgencyWords>> = { fr, en, ar };

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

interface Assets {
  readonly script: string;
  readonly styles: readonly string[];
  readonly preload: readonly string[];
  readonly icon: string;
}

/** The page as it comes: works as text before, and without, any script. Written once for each language by the build. */
export const shellPage = (language: Language, { script, styles, preload, icon }: Assets): string => {
  const words = CATALOGUES[language];
  const links = [
    ...styles.map((href) => `<link rel="stylesheet" href="${href}">`),
    ...preload.map((href) => `<link rel="modulepreload" href="${href}">`),
  ];
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escaped(words.pageTitle)}</title>
<link rel="icon" href="${icon}">
${links.join('\n')}
<script type="module" src="${script}"></script>
</head>
<body>
<div id="app"><div class="page">
<header class="top"><p class="brand">${escaped(words.brand)}</p></header>
<main><section class="card middle">
<h1>${escaped(words.pageTitle)}</h1>
<noscript><p class="lead">${escaped(words.noScript)}</p></noscript>
</section></main>
<footer class="bottom"><p>${escaped(words.promise)}</p></footer>
</div></div>
</body>
</html>
`;
};
