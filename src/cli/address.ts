import { usage } from './usage.js';

export const DEFAULT_SERVER = 'http://127.0.0.1:3000';

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

const parse = (text: string): URL => {
  try {
    const url = new URL(text.includes('://') ? text : `https://${text}`);
    if (/^https?:$/.test(url.protocol) && url.hostname !== '') return url;
  } catch {
    // the same refusal as for another scheme
  }
  throw usage('bad_address');
};

/**
 * The address of a server as it is remembered: scheme, host, path without its last slash. Without encryption on the way
 * (http) only this very machine is spoken to, unless the person insists.
 */
export const serverAddress = (text: string, insecure: boolean): string => {
  const url = parse(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw usage('bad_address');
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && !insecure) throw usage('insecure_address');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
};
