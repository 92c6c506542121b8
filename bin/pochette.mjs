#!/usr/bin/env node
// `npx pochette …`: the command line, built first where it must be. Only the command itself writes to standard output.
import { checkNode } from './lib/node-version.mjs';

checkNode();
// only now: an old Node could not even read these
const { ensureReady, importBuilt } = await import('./lib/ready.mjs');
const { giveUp } = await import('./lib/sentence.mjs');

try {
  await ensureReady();
  const { main } = await importBuilt('run/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  giveUp(error);
}
