#!/usr/bin/env node
// `npx pochette …`: the command line, built first where it must be. Only the command itself writes to standard output.
import './lib/node-version.mjs';
import { ensureReady, importBuilt } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';

try {
  await ensureReady();
  const { main } = await importBuilt('src/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  giveUp(error);
}
