import { readFileSync } from 'node:fs';
import { SECRET_SETTINGS, settingsFault } from './settings.js';

/** A secret is one short line: more is another file, given by mistake. */
const MAX_BYTES = 8192;

const readSecret = (name: string, file: string): string => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw settingsFault(`${name} names ${file}, which can't be read (${(error as { code?: string }).code})`);
  }
  const secret = text.trim();
  if (secret === '') throw settingsFault(`${name} names ${file}, which is empty`);
  if (text.length > MAX_BYTES || /[\r\n]/.test(secret))
    throw settingsFault(`${name} names ${file}, which holds more than one line`);
  return secret;
};

/**
 * The environment with the secrets that `<NAME>_FILE` names read from their files, as container platforms hand them over.
 * Throws `cannot_start` if a file can't be read, is empty or not one line, or if a secret is given both ways.
 */
export const withSecretFiles = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const secrets = SECRET_SETTINGS.flatMap((name) => {
    const file = env[`${name}_FILE`] ?? '';
    if (file === '') return [];
    if ((env[name] ?? '') !== '') throw settingsFault(`${name} and ${name}_FILE are both set: keep one`);
    return [[name, readSecret(`${name}_FILE`, file)] as const];
  });
  return { ...env, ...Object.fromEntries(secrets) };
};
