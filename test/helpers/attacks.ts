import t from 'tap';

/** The one code of every cryptographic refusal. */
export const DAMAGED = { code: 'damaged' };

/** One test for each attack: it must throw this one code. */
export const allFail = (title: string, attacks: Record<string, () => unknown>, refusal = DAMAGED): void => {
  for (const [name, attack] of Object.entries(attacks)) {
    t.test(`${title}: ${name}`, async (t) => {
      t.throws(attack, refusal);
    });
  }
};
