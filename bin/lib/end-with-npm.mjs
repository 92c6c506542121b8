const POLL_MS = 250;

/**
 * npm passes a signal on to the shell it starts us in, and most shells die of it without a word to us: the server would
 * go on with nobody to stop it. So when the shell is gone, we end as if the signal had reached us.
 */
export const endWithNpm = () => {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  timer.unref();
};
