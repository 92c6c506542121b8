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

/** A page of text, whole before any script ran. */
const documentOf = (
  { language, pageTitle, brand, promise }: FirstWords,
  head: readonly string[],
  said: readonly string[],
): string => `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escaped(pageTitle)}</title>
${head.join('\n')}
</head>
<body>
<div id="app"><div class="page">
<header class="top"><p class="brand">${escaped(brand)}</p></header>
<main><section class="card middle">
${said.join('\n')}
</section></main>
<footer class="bottom"><p>${escaped(promise)}</p></footer>
</div></div>
</body>
</html>
`;

const stylesOf = ({ icon, styles }: Assets): string[] => [
  `<link rel="icon" href="${icon}">`,
  ...styles.map((href) => `<link rel="stylesheet" href="${href}">`),
];

/** The page as it comes: works as text before, and without, any script. Written once for each language by the build. */
export const shellOf = (words: FirstWords, assets: Assets): string =>
  documentOf(
    words,
    [
      ...stylesOf(assets),
      ...assets.preload.map((href) => `<link rel="modulepreload" href="${href}">`),
      `<script type="module" src="${assets.script}"></script>`,
    ],
    [
      `<h1>${escaped(words.pageTitle)}</h1>`,
      `<noscript><p class="lead">${escaped(words.noScript)}</p></noscript>`,
    ],
  );

interface EndWords {
  readonly title: string;
  readonly text: string;
  /** What stands on the way back, and where it leads. */
  readonly again: string;
  readonly back: string;
}

/** What is left when somebody is done: text and one way back, no script. */
export const endOf = (words: FirstWords, { title, text, again, back }: EndWords, assets: Assets): string =>
  documentOf({ ...words, pageTitle: title }, stylesOf(assets), [
    `<h1>${escaped(title)}</h1>`,
    `<p class="lead">${escaped(text)}</p>`,
    `<a class="button main" href="${escaped(back)}">${escaped(again)}</a>`,
  ]);
