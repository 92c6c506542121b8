import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of its own that does one job after the other. */
export interface Child<Job, Result> {
  readonly process: ChildProcess;
  do(job: Job): Promise<Result>;
  stop(): Promise<void>;
}

type Reply<Result> = { readonly done: Result } | { readonly fault: string };

/** Resolves once the process has ended. */
export const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** Starts a file of this folder that calls {@link doJobs}. */
export const startChild = <Job extends object, Result>(
  file: string,
  args: readonly string[] = [],
): Child<Job, Result> => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const next = (): Promise<Result> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error(`${file} ended`));
      child.once('exit', gone);
      child.once('message', (reply: Reply<Result>) => {
        child.off('exit', gone);
        if ('fault' in reply) reject(new Error(reply.fault));
        else resolve(reply.done);
      });
    });
  return {
    process: child,
    do: (job) => {
      const result = next();
      child.send(job);
      return result;
    },
    stop: () => {
      child.disconnect();
      return ended(child);
    },
  };
};

/** The other side: answers each job; ends with the process that started it. */
export const doJobs = <Job, Result>(work: (job: Job) => Promise<Result>): void => {
  process.on('message', (job: Job) => {
    work(job).then(
      (done) => process.send?.({ done }),
      (error: unknown) => process.send?.({ fault: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
};
