// `npm run dev`: the compiler and the bundler watch the sources, and the server starts anew when one of them is done.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { compiler } from './lib/compiler.mjs';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { ensureReady, root } from './lib/ready.mjs';
import { giveUp, say } from './lib/sentence.mjs';
import { buildWeb } from './lib/web.mjs';

/** The compiler writes many files at once: start when it has been quiet for a moment. */
const QUIET_MS = 200;

const SERVE = join(root, 'bin', 'lib', 'serve.mjs');

const startCompiler = async () => {
  const { program, args } = await compiler(root, '--watch', '--preserveWatchOutput');
  return spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
};

/** One server at a time: the next starts when the last has closed its doors. */
const keepServer = () => {
  let child = null;
  let wanted = true;
  const start = () => {
    child = spawn(process.execPath, [SERVE, 'unbundled'], { cwd: root, stdio: 'inherit' });
    child.once('exit', (code) => {
      child = null;
      if (wanted === 'again') start();
      else if (wanted) say(`The server ended (${code}); it starts again at the next change.`);
      if (wanted) wanted = true;
    });
  };
  const restart = () => {
    if (child === null) return start();
    wanted = 'again';
    child.kill('SIGTERM');
  };
  const stop = () => {
    wanted = false;
    child?.kill('SIGTERM');
  };
  return { start, restart, stop };
};

const onChange = (act) => {
  let timer;
  return watch(join(root, 'build', 'src'), { recursive: true }, (_event, name) => {
    if (!/^(core|server)[\\/].*\.js$/.test(name ?? '')) return;
    clearTimeout(timer);
    timer = setTimeout(() => act(), QUIET_MS);
  });
};

try {
  endWithNpm();
  await ensureReady();
  const watching = await startCompiler();
  const server = keepServer();
  server.start();
  const watcher = onChange(server.restart);
  const pages = await buildWeb(root, { watch: true });
  // the names of the pages' files are read once
  pages.on('event', ({ code }) => {
    if (code === 'END') server.restart();
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      watcher.close();
      void pages.close();
      watching.kill();
      server.stop();
    });
  }
} catch (error) {
  giveUp(error);
}
