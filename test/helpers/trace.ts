import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One system call as strace told it; numbers are lines of the record: an order, not a time. */
export interface Call {
  readonly name: string;
  /** The arguments as written; descriptors carry their path: `25</data/blobs>`. */
  readonly text: string;
  readonly result: string;
  readonly begun: number;
  readonly ended: number;
}

const CALLS =
  'fsync,fdatasync,link,linkat,rename,renameat,renameat2,mkdir,mkdirat,write,writev,sendto,sendmsg';

/** Words to put before a program so that its calls, and those of what it starts, are recorded in `file`. */
export const traced = (file: string): readonly string[] => [
  'strace',
  '-D', // the tracer steps aside: signals reach the program itself
  '-f',
  '--seccomp-bpf', // only the calls asked for are stopped at: else everything takes ten times as long
  '-y',
  '-s',
  '64',
  '-o',
  file,
  '-e',
  `trace=${CALLS}`,
];

/** Null, or why this machine can't record system calls. */
export const cannotTrace = (): string | null => {
  const { error, status, stderr } = spawnSync('strace', [...traced('/dev/null').slice(1), 'true']);
  if (error) return 'strace is not installed';
  return status === 0 ? null : `strace may not be used here: ${stderr.toString().trim()}`;
};

const WHOLE = /^(\d+)\s+(\w+)\((.*)\)\s+= (.*)$/;
const BEGUN = /^(\d+)\s+(\w+)\((.*) <unfinished \.\.\.>$/;
const RESUMED = /^(\d+)\s+<\.\.\. (\w+) resumed>(.*)\)\s+= (.*)$/;

/** What was recorded so far, in the order in which the calls began. */
export const readTrace = (file: string): readonly Call[] => {
  const calls: Call[] = [];
  const open = new Map<string, { text: string; begun: number }>();
  for (const [line, said] of readFileSync(file, 'utf8').split('\n').entries()) {
    const whole = WHOLE.exec(said);
    if (whole) {
      const [, , name = '', text = '', result = ''] = whole;
      calls.push({ name, text, result, begun: line, ended: line });
      continue;
    }
    const begun = BEGUN.exec(said);
    if (begun) open.set(`${begun[1]} ${begun[2]}`, { text: begun[3] ?? '', begun: line });
    const resumed = RESUMED.exec(said);
    const first = resumed && open.get(`${resumed[1]} ${resumed[2]}`);
    if (first) {
      const [, , name = '', rest = '', result = ''] = resumed;
      calls.push({ name, text: first.text + rest, result, begun: first.begun, ended: line });
    }
  }
  return calls.toSorted((a, b) => a.begun - b.begun);
};

export const isFlushOf = (path: string) => (call: Call) =>
  (call.name === 'fsync' || call.name === 'fdatasync') &&
  call.text.endsWith(`<${path}>`) &&
  call.result === '0';

export const isWriteOf = (words: string) => (call: Call) =>
  /^(write|send)/.test(call.name) && call.text.includes(words);
