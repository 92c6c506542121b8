import { exactly, fromBase64Url, toBase64Url } from '../bytes.js';
import { type ErrorCode, SafeError } from '../errors.js';

/** Where a link leads: the server's address, without a slash at its end, and the secret in the fragment. */
interface FragmentAddress {
  readonly server: string;
  readonly secret: Uint8Array;
}

/**
 * The form of links whose secret of so many bytes stands in the fragment, which never reaches a server:
 * `https://host/<page>/#1<base64url secret>`; `1` is the version.
 *
 * @param refusal what anything else is refused with; it is never quoted, as it may be half a secret
 */
export const fragmentAddress = (page: string, secretBytes: number, refusal: ErrorCode) => {
  const signs = Math.ceil((secretBytes * 4) / 3);
  const form = new RegExp(`^(https?://[^\\s#?]+?)/${page}/?#1([A-Za-z0-9_-]{${signs}})$`);
  return {
    format: ({ server, secret }: FragmentAddress): string =>
      `${server}/${page}/#1${toBase64Url(exactly(secretBytes, secret))}`,
    parse: (link: string): FragmentAddress => {
      const [, server, secret] = form.exec(link.trim()) ?? [];
      if (server === undefined || secret === undefined) throw new SafeError(refusal);
      try {
        return { server, secret: fromBase64Url(secret) };
      } catch {
        throw new SafeError(refusal);
      }
    },
  };
};
