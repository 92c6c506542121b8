import type { FastifyInstance } from 'fastify';
import { ALL_CONTRACTS } from '../../core/api/index.js';
import type { Contract } from '../../core/api/contract.js';
import { openApiDocument } from '../../core/api/openapi.js';
import { ERROR_CODES, type ErrorCode } from '../../core/errors.js';

const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

const STYLE = `
:root { color-scheme: light dark; --ground: #faf7f2; --ink: #2b2620; --soft: #6d6357; --card: #fff; --line: #e6ddd0; --accent: #a8481f; }
@media (prefers-color-scheme: dark) { :root { --ground: #1d1a17; --ink: #f1ebe2; --soft: #b3a898; --card: #272320; --line: #3b352f; --accent: #f0a27f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.05rem/1.6 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 2rem; margin: 0 0 .25rem; } h2 { margin: 3rem 0 1rem; font-size: 1.35rem; }
p { margin: .4rem 0; } .soft { color: var(--soft); }
a { color: var(--accent); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.1rem 1.3rem; margin: .9rem 0; }
article h3 { margin: 0; font-size: 1.1rem; }
code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
.call { display: block; margin: .35rem 0 .5rem; } .method { color: var(--accent); font-weight: 700; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .2rem 1rem; margin: .6rem 0 0; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } }
`;

const ACCESS: Record<Contract['access'], string> = {
  public: 'anybody',
  account: 'an unlocked account',
  link: 'who opened a link',
  operator: 'the operator',
};

const fieldNames = (schema: unknown): string =>
  Object.keys((schema as { properties?: object } | undefined)?.properties ?? {})
    .map((name) => `<code>${escapeHtml(name)}</code>`)
    .join(', ');

const row = (term: string, text: string): string => (text === '' ? '' : `<dt>${term}</dt><dd>${text}</dd>`);

const partsOf = (contract: Contract): string =>
  Object.entries(contract.multipart ?? {})
    .map(([name, what]) => `<code>${name}</code> ${escapeHtml(what)}`)
    .join('; ');

const answerOf = ({ response }: Contract): string =>
  typeof response === 'string' ? `<code>${escapeHtml(response)}</code>` : fieldNames(response);

const articleOf = (contract: Contract): string => `
<article id="${contract.id}">
  <h3>${escapeHtml(contract.summary)}</h3>
  <code class="call"><span class="method">${contract.method}</span> ${escapeHtml(contract.url)}</code>
  ${contract.description ? `<p>${escapeHtml(contract.description)}</p>` : ''}
  <dl>
    ${row('Who', ACCESS[contract.access])}
    ${row('Query', fieldNames(contract.querystring))}
    ${row('Sends', contract.multipart ? partsOf(contract) : fieldNames(contract.body))}
    ${row('Gets', `${contract.status} ${answerOf(contract)}`)}
    ${row('Refused with', contract.errors.map((code) => `<a href="#${code}"><code>${code}</code></a>`).join(', '))}
  </dl>
</article>`;

const sectionOf = (tag: string): string =>
  `<h2>${escapeHtml(tag)}</h2>${ALL_CONTRACTS.filter((one) => one.tag === tag)
    .map(articleOf)
    .join('')}`;

/** What every operation may answer. */
const ANYWHERE: readonly ErrorCode[] = ['invalid_request', 'unauthorized', 'unavailable', 'internal'];

const codesOf = (statusOf: (code: ErrorCode) => number): string =>
  [...new Set([...ALL_CONTRACTS.flatMap((one) => one.errors), ...ANYWHERE])]
    .map(
      (code) =>
        `<dt id="${code}"><code>${code}</code> ${statusOf(code)}</dt><dd>${escapeHtml(ERROR_CODES[code])}</dd>`,
    )
    .join('');

/** The API for people: made from the contracts, without a script. */
export const docsPage = (version: string, statusOf: (code: ErrorCode) => number): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pochette API ${version}</title><link rel="stylesheet" href="/docs/style.css"></head>
<body><main>
<h1>Pochette API</h1>
<p class="soft">Version ${version}. The same as <a href="/openapi.json">OpenAPI 3.1</a>.</p>
<p>Everything personal is encrypted before it comes here: this API moves ciphertext, signatures and opaque ids.
Log in with <a href="#challengeLock">a challenge</a> and <a href="#releaseLock">its answer</a>, then send
<code>Authorization: Bearer …</code>.</p>
${[...new Set(ALL_CONTRACTS.map((one) => one.tag))].map(sectionOf).join('')}
<h2>Codes</h2>
<p>A refusal is <code>{"error":{"code","message","requestId","details"}}</code>. The code is the API; the sentence is for people.</p>
<article><dl>${codesOf(statusOf)}</dl></article>
</main></body></html>
`;

export const docsRoutes = (
  scope: FastifyInstance,
  version: string,
  statusOf: (code: ErrorCode) => number,
): void => {
  const document = JSON.stringify(openApiDocument(ALL_CONTRACTS, version, statusOf), null, 2);
  const page = docsPage(version, statusOf);
  scope.get('/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
  scope.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  scope.get('/docs/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
};
