import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);

const writtenAt = (url: URL): number => (existsSync(url) ? statSync(fileURLToPath(url)).mtimeMs : 0);

/** Compiled since it was bundled: then the bundle tests something else than the sources say. */
const compiledAt = Math.max(
  ...['core', 'client', 'cli', 'server'].map((room) => writtenAt(at(`src/${room}/tsconfig.tsbuildinfo`))),
);

/** Address of a program as people run it, bundled; as it was compiled last where the bundle is older (while it is worked on). */
export const programAt = (name: 'server/main' | 'cli/main'): string => {
  const bundle = at(`run/${name}.js`);
  return (writtenAt(bundle) >= compiledAt ? bundle : at(`src/${name}.js`)).href;
};
