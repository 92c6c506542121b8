import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PROJECTS = ['src/server', 'src/cli'];

/** The compiler's own program: its wrapper starts a second Node, and leaves it running when told to stop. */
export const compiler = async (root, ...options) => {
  const module = pathToFileURL(join(root, 'node_modules', 'typescript', 'lib', 'getExePath.js'));
  const { default: programOf } = await import(module.href);
  return { program: programOf(), args: ['-b', ...options, ...PROJECTS] };
};
