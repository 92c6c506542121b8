// What is run every day, in few files: Node reads each of some 700 small ones of two packages by itself, half of the time a command takes.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { viteOf } from './vite.mjs';

/** The programs, as the compiler left them below build/src, and where their bundles lie below build/run. */
const PROGRAMS = ['server/main', 'cli/main'];
/** Packages of hundreds of modules; all others stay where they are. */
const SCATTERED = ['typebox', 'kysely'];

/** Bundles the compiled programs into build/run, as deep below the project as what they were made from. */
export const bundlePrograms = async (root) => {
  const vite = await viteOf(root);
  const [made, place] = [join(root, 'build', `run-${process.pid}`), join(root, 'build', 'run')];
  await vite.build({
    root: join(root, 'build'),
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: SCATTERED },
    build: {
      ssr: true,
      target: 'node20',
      outDir: made,
      emptyOutDir: true,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(PROGRAMS.map((name) => [name, join(root, 'build', 'src', `${name}.js`)])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
        checks: { pluginTimings: false },
      },
    },
  });
  // whole or not at all: another program may be about to start
  rmSync(place, { recursive: true, force: true });
  renameSync(made, place);
};
