// The phone app: its page in each language, its manifest, and the service worker that pins its files by digest.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipFiles, clipsFolder } from './web-clips.mjs';

/** What comes with the screens that need it, and not with the first; but for what asks for it. */
const LATER = 'consent.(?!lazy|way)|dossier.(?!door)|pages.(?!part)|hand.|straighten.tools';

/** The app up to those, with all that it shares with them, in one file: each further one would be one more request. */
export const PHONE_FIRST = {
  name: 'first',
  test: new RegExp(
    String.raw`preload-helper|node_modules.preact|web.(ui|i18n.(days|format|language|troubles)|workers)|web.phone.(?!main\.|${LATER})|core.(bytes|errors|kinds)\b|client.intake.(names|plain-text|sniff)\b`,
  ),
};

export const phoneInput = (root) => join(root, 'src', 'web', 'phone', 'main.tsx');

/** What a phone does not keep: what its browser has by other ways, and what few papers need. */
const NOT_KEPT = /\.(png|woff2)$|\/pdf[.-]/;

const bytesOf = ({ code, source }) => Buffer.from(code ?? source);
const integrityOf = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
const pinned = (file) => ({ href: `/${file.fileName}`, integrity: integrityOf(bytesOf(file)) });

/** Code that the build itself runs, or a script of its own, as one text. */
const bundled = async (shared, { build }, entry, options) => {
  const result = await build({ ...shared, ...options, build: { write: false, ...options.build(entry) } });
  const { output } = Array.isArray(result) ? result[0] : result;
  return output[0].code;
};

const loadShell = async (shared, vite) => {
  const code = await bundled(shared, vite, 'phone/shell.ts', {
    ssr: { noExternal: true },
    build: (entry) => ({ ssr: entry, target: 'node20' }),
  });
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
};

/** A script without modules: not every browser takes a service worker that has them. */
const serviceWorker = (root, shared, vite, pins) =>
  bundled(shared, vite, join(root, 'src', 'web', 'phone', 'offline', 'service-worker.ts'), {
    define: { PINNED: JSON.stringify(pins) },
    build: (entry) => ({
      lib: { entry, formats: ['iife'], name: 'pochette' },
      target: ['chrome138', 'safari17', 'firefox130'],
    }),
  });

/** The same app under another name: `icon` gives the address of one of the pictures that belong to it. */
const manifestOf = (name, picture, icon) => ({
  id: '/',
  name,
  short_name: name,
  start_url: '/',
  scope: '/',
  display: 'standalone',
  share_target: {
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: 'papers', accept: ['image/*', 'application/pdf'] }] },
  },
  background_color: '#f7f2e9',
  theme_color: '#f7f2e9',
  icons: [
    { src: icon(`${picture}-192.png`), sizes: '192x192', type: 'image/png' },
    { src: icon(`${picture}-512.png`), sizes: '512x512', type: 'image/png' },
    { src: icon(`${picture}-maskable-512.png`), sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
});

/** The icons under names that change with what is in them. */
const iconFiles = (root) => {
  const folder = join(root, 'src', 'web', 'phone', 'icons');
  return readdirSync(folder).map((name) => {
    const source = readFileSync(join(folder, name));
    const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
    return { type: 'asset', name, fileName: `assets/${name.replace('.', `-${hash}.`)}`, source };
  });
};

/** Adds what belongs to the page, once the names and the bytes of its files are known. */
export const phonePages = (root, vite, shared) => ({
  name: 'phone-pages',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const { LANGUAGES, plainName, shellPage } = await loadShell(shared, vite);
      const icons = iconFiles(root);
      const { files: clips, lists } = clipFiles(clipsFolder(root), LANGUAGES);
      for (const one of [...icons, ...clips]) this.emitFile(one);
      const files = [...Object.values(bundle), ...icons];
      const icon = (wanted) => `/${icons.find(({ name }) => name === wanted).fileName}`;
      const entry = files.find((file) => file.type === 'chunk' && file.isEntry);
      const style = files.find(({ fileName }) => fileName.endsWith('.css'));
      const wordsOf = (language) =>
        files.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/i18n/phone/${language}.ts`));
      const pages = {};
      for (const language of LANGUAGES) {
        const source = shellPage(language, {
          script: pinned(entry),
          // what the entry will ask for next, so that it comes at once
          shared: entry.imports.map((name) => pinned(bundle[name])),
          style: pinned(style),
          words: pinned(wordsOf(language)),
          icon: { own: icon('icon.svg'), plain: icon('notebook.svg') },
          clips: clips.length > 0 ? JSON.stringify(lists) : '',
          touchIcon: { own: icon('icon-192.png'), plain: icon('notebook-192.png') },
        });
        pages[language] = integrityOf(Buffer.from(source));
        this.emitFile({ type: 'asset', fileName: `p.${language}.html`, source });
      }
      const manifest = (fileName, name, picture) =>
        this.emitFile({ type: 'asset', fileName, source: JSON.stringify(manifestOf(name, picture, icon)) });
      manifest('manifest.webmanifest', 'Pochette', 'icon');
      for (const language of LANGUAGES) {
        manifest(`notebook.${language}.webmanifest`, plainName(language), 'notebook');
      }
      const assets = Object.fromEntries(
        files
          .filter(({ fileName }) => !NOT_KEPT.test(fileName))
          .map((file) => [`/${file.fileName}`, integrityOf(bytesOf(file))]),
      );
      const build = createHash('sha256')
        .update(JSON.stringify([assets, pages]))
        .digest('hex')
        .slice(0, 16);
      const code = await serviceWorker(root, shared, vite, { build, assets, pages });
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code });
    },
  },
});
