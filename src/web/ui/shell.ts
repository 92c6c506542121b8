import { directionOf, type Language } from '../i18n/language.js';

/** What the build knows of a page's files, once they have names. */
export interface Assets {
  readonly script: string;
  readonly styles: readonly string[];
  readonly preload: readonly string[];
  readonly icon: string;
}

/** What a page says before any script ran. */
interface FirstWords {
  readonly language: Language;
  readonly pageTitle: string;
  readonly brand: string;
  readonly noScript: string;
  readonly promise: string;
}

const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

/** The page as it comes: works as text before, and without, any script. Written once for each language by the build. */
export const shellOf = (words: FirstWords, { script, styles, preload, icon }: Assets): string => {
  const { language } = words;
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
