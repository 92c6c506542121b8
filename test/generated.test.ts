import t from 'tap';
import { staleFiles } from './helpers/generated.js';

t.test('settings and API are documented as they are in the code', async (t) => {
  t.strictSame(staleFiles(), [], 'npm run generate brings them up to date');
});
