// The web pages: bundles src/web into build/web, writes the pages themselves and compressed copies of what is text.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { viteOf } from './vite.mjs';
import { PHONE_FIRST, phoneInput, phonePages } from './web-phone.mjs';

/** The oldest that are supported: what is newer needs no translation. */
const BROWSERS = ['chrome138', 'safari17', 'firefox130'];

/** Files that pdf.js fetches by name while it draws: fonts that a PDF takes for granted, character maps, decoders. */
const PDF_FOLDERS = ['standard_fonts', 'cmaps', 'wasm', 'iccs'];
const PDF_NEEDED = /\.(pfb|ttf|bcmap|wasm|icc)$|^LICENSE/;

const COMPRESSED = /\.(js|mjs|css|svg|wasm|html|webmanifest)$/;

const versionOf = (root, name) =>
  JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;

const pdfFolder = (root) => `assets/pdf-${versionOf(root, 'pdfjs-dist')}`;

const pdfFiles = (root) => {
  const from = join(root, 'node_modules', 'pdfjs-dist');
  return PDF_FOLDERS.flatMap((folder) =>
    readdirSync(join(from, folder))
      .filter((name) => PDF_NEEDED.test(name) && !name.startsWith('quickjs'))
      .map((name) => `${folder}/${name}`),
  ).map((path) => ({ fileName: `${pdfFolder(root)}/${path}`, source: readFileSync(join(from, path)) }));
};

/** The decoder of HEIC asks for these where it finds itself in Node; in a browser it never does. */
const NODE_ONLY = new Set(['fs', 'path', 'crypto']);
const nodeless = () => ({
  name: 'nodeless',
  enforce: 'pre',
  resolveId: (source, importer = '') =>
    importer.includes('libheif-js') && NODE_ONLY.has(source) ? '\0nothing' : null,
  load: (id) => (id === '\0nothing' ? 'export default {}' : null),
});

/** Whoever gives somebody the decoder gives its licence with it. */
const heicLicence = (root) => ({
  fileName: 'assets/libheif-LICENSE',
  source: readFileSync(join(root, 'node_modules', 'libheif-js', 'LICENSE')),
});

/** The pages of links, by the first letter of their address. */
const LINK_PAGES = { o: 'agency', d: 'deposit' };
/** The relay's desk, built apart: what it shares with the others is more than they need before their buttons. */
const DESK = { desk: 'desk' };

/** What a page needs before its button, in one file: many small ones would each wait for a slow line. */
const FIRST =
  /preload-helper|node_modules.(preact|@noble)|web.(ui|quick|fragment|workers.trusted|i18n.(days|format|language|troubles))|core.(bytes|errors|kinds|crypto.jcs|protocol.padded)\b/;
const DESK_FIRST =
  /preload-helper|node_modules.preact|web.(ui|fragment|workers|i18n.(days|format|language|troubles))|core.(bytes|errors|kinds)\b/;

const shared = (root) => ({
  root: join(root, 'src', 'web'),
  configFile: false,
  logLevel: 'warn',
  define: { PDF_FILES: JSON.stringify(`/${pdfFolder(root)}/`) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});

/** Runs the code that writes the page without script: it knows the words of all languages. */
const loadShell = async (root, { build }, folder) => {
  const result = await build({
    ...shared(root),
    ssr: { noExternal: true },
    build: { ssr: `${folder}/shell.ts`, write: false, target: 'node20' },
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
};

/** Adds the pages to the bundle, once the names of its files are known. */
const pages = (root, vite, wanted, more) => ({
  name: 'pages',
  enforce: 'post',
  async generateBundle(_options, bundle) {
    const files = Object.values(bundle);
    const madeFrom = (ending) => files.find(({ facadeModuleId }) => facadeModuleId?.endsWith(ending));
    const icon = `/${files.find(({ names }) => names?.includes('icon.svg'))?.fileName}`;
    for (const [address, folder] of Object.entries(wanted)) {
      const { LANGUAGES, shellPage, endPages } = await loadShell(root, vite, folder);
      const entry = madeFrom(`/${folder}/main.tsx`);
      for (const language of LANGUAGES) {
        const words = madeFrom(`/i18n/${folder}/${language}.ts`);
        const assets = {
          script: `/${entry.fileName}`,
          styles: [...entry.viteMetadata.importedCss].map((name) => `/${name}`),
          // what the entry will ask for next, so that it comes at once
          preload: [...entry.imports, words?.fileName].filter(Boolean).map((name) => `/${name}`),
          icon,
        };
        const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
        emit(`${address}.${language}.html`, shellPage(language, assets));
        for (const [name, page] of Object.entries(endPages?.(language, assets) ?? {})) {
          emit(`${address}-${name}.${language}.html`, page);
        }
      }
    }
    for (const file of more) this.emitFile({ type: 'asset', ...file });
  },
});

const compressors = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 100_000 ? 9 : 11 },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

const compressed = () => ({
  name: 'compressed',
  async writeBundle({ dir }, bundle) {
    const texts = Object.values(bundle).filter(({ fileName }) => COMPRESSED.test(fileName));
    const write = async ({ fileName, code, source }, ending) => {
      const bytes = Buffer.from(code ?? source);
      writeFileSync(join(dir, `${fileName}.${ending}`), await compressors[ending](bytes));
    };
    await Promise.all(texts.flatMap((file) => [write(file, 'br'), write(file, 'gz')]));
  },
});

/** One page, or several that share chunks; what the other has built stays. */
const buildPart = (root, vite, { watch, plugins, rollupOptions, cssCodeSplit }) =>
  vite.build({
    ...shared(root),
    publicDir: false,
    plugins: [...plugins, compressed()],
    worker: { format: 'es', plugins: () => [nodeless()] },
    build: {
      target: BROWSERS,
      outDir: join(root, 'build', 'web'),
      emptyOutDir: false,
      // a style or picture within another file would have no name, and need another policy
      assetsInlineLimit: 0,
      modulePreload: false,
      cssCodeSplit,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      watch: watch ? {} : null,
      rollupOptions: { ...rollupOptions, checks: { pluginTimings: false } },
    },
  });

/** Builds the web pages; with `watch` it goes on and builds again what changes. */
export const buildWeb = async (root, { watch = false } = {}) => {
  const vite = await viteOf(root);
  rmSync(join(root, 'build', 'web'), { recursive: true, force: true });
  mkdirSync(join(root, 'build', 'web'), { recursive: true });
  const inputOf = (wanted) =>
    Object.fromEntries(
      Object.values(wanted).map((folder) => [folder, join(root, 'src', 'web', folder, 'main.tsx')]),
    );
  const linked = (wanted, test, more) =>
    buildPart(root, vite, {
      watch,
      plugins: [pages(root, vite, wanted, more)],
      // a style for each page
      cssCodeSplit: true,
      rollupOptions: {
        input: inputOf(wanted),
        output: { codeSplitting: { groups: [{ name: 'first', test }] } },
      },
    });
  const links = await linked(LINK_PAGES, FIRST, pdfFiles(root));
  const desk = await linked(DESK, DESK_FIRST, [heicLicence(root)]);
  // apart: what the two share would be files of their own, each one more request before the first screen
  const phone = await buildPart(root, vite, {
    watch,
    plugins: [phonePages(root, vite, shared(root))],
    cssCodeSplit: false,
    rollupOptions: { input: phoneInput(root), output: { codeSplitting: { groups: [PHONE_FIRST] } } },
  });
  return {
    on: (event, listener) => [links, desk, phone].forEach((one) => one.on(event, listener)),
    close: () => Promise.all([links.close(), desk.close(), phone.close()]),
  };
};
