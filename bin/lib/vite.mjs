import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Vite from the project's packages, wherever this file lies. */
export const viteOf = (root) =>
  import(pathToFileURL(join(root, 'node_modules', 'vite', 'dist', 'node', 'index.js')).href);
