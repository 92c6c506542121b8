import { damaged } from '../core/errors.js';

const MOST = 1_000_000;

/**
 * All pages of a list by id. Where the next one begins only ever goes up, so that no server keeps a reader turning pages
 * for ever.
 *
 * @param ask for the page after an id in hexadecimal
 * @param sizeOf how much is on a page
 */
export const everyPage = async <P extends { readonly next: string | null }>(
  ask: (query: { after?: string }) => Promise<P>,
  sizeOf: (page: P) => number,
): Promise<P[]> => {
  const pages: P[] = [];
  let size = 0;
  for (let after: string | null = null; ; ) {
    const page: P = await ask(after === null ? {} : { after });
    pages.push(page);
    if (page.next === null) return pages;
    size += sizeOf(page);
    if (page.next <= (after ?? '') || sizeOf(page) === 0 || size > MOST) throw damaged();
    after = page.next;
  }
};
