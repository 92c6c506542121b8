import t from 'tap';
import type { AccountKey } from '../../src/core/crypto/keys.js';
import * as notes from '../../src/core/protocol/relay-notes.js';
import { unwrap, wrap } from '../helpers/second/keys.js';
import * as second from '../helpers/second/notes.js';
import { tohex, unhex, vectors } from '../helpers/vectors.js';

const nonceOf = (wrapped: string) => unhex(wrapped).slice(1, 25);

t.test('what a relay notes is written and read alike by both programs', async (t) => {
  for (const v of vectors('relay-notes')) {
    const [key, relay, safe, member] = [v.teamKey, v.relay, v.person.safe, v.count.member].map(unhex) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const { month } = v.count;
    const at = { relay, generation: v.generation, version: v.version };
    const wrapping = second.noteKey(key, relay);
    const contexts = {
      person: second.NOTE_CONTEXTS.name(at, safe),
      count: second.NOTE_CONTEXTS.count(at, member, month),
    };
    for (const [what, multiple] of [
      ['person', 512],
      ['count', 4096],
    ] as const) {
      const { text, sealed } = v[what];
      const padded = second.paddedTo(multiple, text);
      t.equal(tohex(wrap(wrapping, contexts[what], padded, nonceOf(sealed))), sealed, `${v.name}: ${what}`);
      t.equal(tohex(unwrap(wrapping, contexts[what], unhex(sealed))), tohex(padded));
    }
    const said = notes.openRelayName(key as AccountKey, { ...at, safe }, unhex(v.person.sealed));
    const fp = said.fp && tohex(said.fp);
    t.equal(second.canonical(second.nameText({ ...said, holder: tohex(said.holder), fp })), v.person.text);
    const tally = notes.openTally(key as AccountKey, { ...at, member, month }, unhex(v.count.sealed));
    t.equal(second.canonical(second.countText(tally)), v.count.text);
    const holder = unhex(v.mark.holder);
    t.equal(tohex(second.markOf(key, relay, month, holder)), v.mark.mark);
    t.equal(notes.personMark(key as AccountKey, relay, month, holder), v.mark.mark);
  }
});

t.test('a note that no member writes is refused, whoever has the key', async (t) => {
  const key = new Uint8Array(32).fill(7) as AccountKey;
  const [relay, safe, member] = [1, 2, 3].map((byte) => new Uint8Array(16).fill(byte)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const at = { relay, generation: 1, version: 1 };
  const wrapped = (context: Uint8Array, multiple: number, text: string) =>
    wrap(second.noteKey(key, relay), context, second.paddedTo(multiple, text), new Uint8Array(24));
  const name = (text: string) => () =>
    notes.openRelayName(key, { ...at, safe }, wrapped(second.NOTE_CONTEXTS.name(at, safe), 512, text));
  const count =
    (text: string, multiple = 4096) =>
    () =>
      notes.openTally(
        key,
        { ...at, member, month: 202611 },
        wrapped(second.NOTE_CONTEXTS.count(at, member, 202611), multiple, text),
      );
  const holder = '11'.repeat(16);
  t.doesNotThrow(name(`{"fp":null,"holder":"${holder}","name":"Amina","v":1}`));
  for (const text of [
    `{"fp":null,"holder":"${holder}","name":"","v":1}`,
    `{"fp":null,"holder":"${holder}","name":" Amina","v":1}`,
    `{"fp":null,"holder":"${holder}","name":"a\\u202eb","v":1}`,
    `{"fp":null,"holder":"${holder}","name":"${'x'.repeat(61)}","v":1}`,
    `{"fp":"00","holder":"${holder}","name":"Amina","v":1}`,
    `{"fp":null,"holder":"${holder}","name":"Amina","v":2}`,
    `{"fp":null,"holder":"${holder}","name":"Amina"}`,
    `{"holder":"${holder}","fp":null,"name":"Amina","v":1}`,
    '[]',
  ]) {
    t.throws(name(text), { code: 'damaged' }, text);
  }
  const last = '00'.repeat(8);
  t.doesNotThrow(count(`{"counts":[{"kind":"a","n":1}],"last":"${last}","people":[],"v":1}`));
  for (const text of [
    `{"counts":[{"kind":"b","n":1},{"kind":"a","n":1}],"last":"${last}","people":[],"v":1}`,
    `{"counts":[{"kind":"a","n":1},{"kind":"a","n":1}],"last":"${last}","people":[],"v":1}`,
    `{"counts":[{"kind":"a","n":0}],"last":"${last}","people":[],"v":1}`,
    `{"counts":[{"kind":"A b","n":1}],"last":"${last}","people":[],"v":1}`,
    `{"counts":[],"last":"${last}","people":["${last}","${last}"],"v":1}`,
    `{"counts":[],"last":"0","people":[],"v":1}`,
  ]) {
    t.throws(count(text), { code: 'damaged' }, text);
  }
  t.throws(
    count(`{"counts":[],"last":"${last}","people":[],"v":1}`, 512),
    { code: 'damaged' },
    'another padding',
  );
});
