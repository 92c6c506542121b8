import t from 'tap';
import { ERROR_CODES, SafeError, isSafeError } from '../../src/core/errors.js';

t.test('every refusal reads as a sentence to a person', async (t) => {
  for (const [code, sentence] of Object.entries(ERROR_CODES)) {
    t.match(sentence, /^[A-Z].*\.$/, code);
  }
});

t.test('a refusal carries its code and its facts', async (t) => {
  const error = new SafeError('wrong_code', { details: { triesLeft: 3 } });
  t.ok(isSafeError(error, 'wrong_code'));
  t.notOk(isSafeError(error, 'damaged'));
  t.strictSame(error.details, { triesLeft: 3 });
});
