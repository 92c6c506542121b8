import { spawn } from 'node:child_process';

/** Runs a program to its end; what it says goes to standard error, or nowhere. Resolves with the exit code. */
export const run = (program, args, { quiet = false, ...options }) =>
  new Promise((resolve, reject) => {
    const out = quiet ? 'ignore' : 2;
    const child = spawn(program, args, { ...options, stdio: ['ignore', out, out] });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
