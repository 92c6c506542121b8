import { type Logger, pino } from 'pino';

/** What must never be in a line, wherever it stands; nothing of ours logs any of it, this is the second net. */
const REDACTED = [
  'authorization',
  'token',
  'tag',
  'signature',
  'released',
  'pin',
  'secret',
  'password',
  'url',
];

/** Lines of JSON on standard output. */
export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[removed]',
    },
  });
