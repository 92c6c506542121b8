import t from 'tap';
import { ERROR_CODES } from '../../src/core/errors.js';
import { docsPage } from '../../src/server/system/docs-page.js';

t.test('every link within the page of the API leads to one place', async (t) => {
  const page = docsPage('1.0.0', () => 400);
  const places = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  t.equal(new Set(places).size, places.length, 'no two places of one name');
  const links = Array.from(page.matchAll(/ href="#([^"]+)"/g), ([, id]) => id ?? '');
  t.ok(links.length > 0);
  for (const link of new Set(links)) t.ok(places.includes(link), link);
  t.ok(places.some((id) => id !== undefined && id in ERROR_CODES));
});
