import { assert, property, stringify, uint8Array } from 'fast-check';
import { blake2b } from '@noble/hashes/blake2.js';
import t from 'tap';
import { decodeBase45, encodeBase45 } from '../../src/core/crypto/base45.js';
import {
  type CardFault,
  decodeCard,
  encodeCardQr,
  encodeCardTyped,
  isCardText,
} from '../../src/core/crypto/card-code.js';
import { decodeCrockford, encodeCrockford } from '../../src/core/crypto/crockford.js';
import { isSafeError } from '../../src/core/errors.js';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const check = (body: Uint8Array): Uint8Array =>
  blake2b(Uint8Array.of(...ascii('CS1/qr'), 0, ...body), { dkLen: 32 }).subarray(0, 2);

const SECRET = Uint8Array.from({ length: 20 }, (_, at) => at + 1);
const QR = 'W50KB0*M0DY0W016C1PN1:Y1I12$C21Q2T4';
const secrets = uint8Array({ minLength: 20, maxLength: 20 });

const faultOf = (text: string): unknown => {
  try {
    decodeCard(text, check);
    return 'none';
  } catch (error) {
    if (!isSafeError(error, 'bad_card')) throw error;
    return error.details['fault'];
  }
};

t.test('base45 is the one of RFC 9285, so that any reader reads our cards', async (t) => {
  const vectors = [
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ] as const;
  for (const [plain, encoded] of vectors) {
    t.equal(encodeBase45(ascii(plain)), encoded);
    t.strictSame(decodeBase45(encoded), ascii(plain));
  }
  for (const wrong of ['GGW', '::', ':::', 'A', 'BB8A', 'bb8', 'Bé8', 'BB,']) {
    t.equal(decodeBase45(wrong), null, wrong);
  }
});

t.test('whatever the bytes, both codes give them back', async () => {
  assert(
    property(uint8Array({ maxLength: 64 }), (bytes) => {
      const same = (read: Uint8Array | null): boolean =>
        read !== null && stringify(read) === stringify(bytes);
      return same(decodeBase45(encodeBase45(bytes))) && same(decodeCrockford(encodeCrockford(bytes)));
    }),
  );
});

t.test('Crockford symbols are the published ones, and leftover bits must be zero', async (t) => {
  t.equal(encodeCrockford(ascii('Hello, World!')), '91JPRV3F5GG5EVVJDHJ22');
  t.equal(encodeCrockford(Uint8Array.of(0xff)), 'ZW');
  t.equal(decodeCrockford('ZX'), null, 'a leftover bit set');
  t.equal(decodeCrockford('ZW0'), null, 'a symbol too many');
  t.equal(decodeCrockford('UU'), null, 'U is no symbol');
});

t.test('the card of the protocol carries the code of the protocol', async (t) => {
  t.equal(encodeCardQr(SECRET, check), QR);
  t.strictSame(decodeCard(QR, check).secret, SECRET);
  t.strictSame(decodeCard(`${QR}\r\n`, check).check2, check(Uint8Array.of(1, ...SECRET)));
  t.match(encodeCardTyped(SECRET, check), /^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{2}$/);
});

t.test('any card is read back, scanned or typed', async () => {
  assert(
    property(secrets, (secret) =>
      [encodeCardQr(secret, check), encodeCardTyped(secret, check)].every(
        (text) => isCardText(text) && stringify(decodeCard(text, check).secret) === stringify(secret),
      ),
    ),
  );
});

t.test('a card whose code begins with a space survives a form that trims', async (t) => {
  const secret = Uint8Array.of(5, ...SECRET.subarray(1));
  const text = encodeCardQr(secret, check);
  t.equal(text.charAt(0), ' ');
  t.strictSame(decodeCard(text.trim(), check).secret, secret);
});

t.test('somebody who types small letters, O for 0, l for 1 and spaces gets in', async (t) => {
  const typed = encodeCardTyped(SECRET, check);
  const sloppy = typed.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' – ');
  t.strictSame(decodeCard(` ${sloppy}\n`, check).secret, SECRET);
  t.strictSame(decodeCard(typed.replaceAll('-', '').replaceAll('1', 'I'), check).secret, SECRET);
});

t.test('every single mistyped symbol is noticed, or the 2-byte check was 1 in 65,536 lucky', async (t) => {
  const typed = encodeCardTyped(SECRET, check).replaceAll('-', '');
  for (let at = 0; at < typed.length; at += 1) {
    const wrong = typed.charAt(at) === '7' ? '8' : '7';
    t.not(faultOf(typed.slice(0, at) + wrong + typed.slice(at + 1)), 'none', `symbol ${at}`);
  }
  const lastOfSecret = typed.slice(0, 30) + (typed.charAt(30) === '7' ? '8' : '7') + typed.slice(31);
  t.equal(faultOf(lastOfSecret), 'check', 'and the person is told that it is a typing error');
});

t.test('what is no card is refused in one way', async (t) => {
  const typed = encodeCardTyped(SECRET, check);
  const faults: Record<string, CardFault> = {
    '': 'shape',
    'https://example.org/o/#1AAAA': 'shape',
    [QR.slice(2)]: 'shape',
    [`${QR}0`]: 'shape',
    [typed.slice(0, -1)]: 'shape',
    [`${typed}0`]: 'shape',
    [typed.replace(/^./, 'U')]: 'shape',
    [encodeBase45(Uint8Array.of(2, ...SECRET, 0, 0))]: 'version',
    [encodeBase45(Uint8Array.of(1, ...SECRET, 0, 0))]: 'check',
  };
  for (const [text, fault] of Object.entries(faults)) t.equal(faultOf(text), fault, text);
  t.throws(() => encodeCardQr(SECRET.subarray(1), check), { code: 'bad_card' });
});
