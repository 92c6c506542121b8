import t, { type Test } from 'tap';
import { concat, u32, u64 } from '../../src/core/bytes.js';
import { decryptChunk, decryptContainer } from '../../src/core/crypto/container/decrypt.js';
import { type ContainerPlace, readHeader } from '../../src/core/crypto/container/header.js';
import { rootReader } from '../../src/core/crypto/container/root-reader.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import { isSafeError } from '../../src/core/errors.js';
import { cut, forge, HEADER_FIELDS, joined, padTo, patched } from '../helpers/forge.js';
import { inPieces, opened, stored } from '../helpers/stored.js';
import { pattern, tohex } from '../helpers/vectors.js';

const CHUNK = 2 ** 18;
const key = newKey<'document'>();
const place: ContainerPlace = { safe: random(16), document: random(16), version: 2, kind: 'content' };
const data = pattern(3 * CHUNK - 8); // three whole chunks, so that they can be exchanged
const paper = await stored(key, place, data);
const [header, one, two, three] = cut(paper) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const small = await stored(key, place, pattern(100));
const [smallHeader, smallChunk] = cut(small) as [Uint8Array, Uint8Array];

interface Attack {
  readonly bytes: Uint8Array;
  readonly root?: Uint8Array;
  readonly at?: ContainerPlace;
  readonly key?: typeof key;
  /** Bytes of the true paper that may be seen before the fault is met; none unless said. */
  readonly prefix?: number;
}

/** Runs one attack against a reader that shows chunk by chunk: one code, and nothing but verified chunks before it. */
const failsClosed = async (t: Test, attack: Attack): Promise<void> => {
  const source = inPieces(attack.bytes);
  const reader = decryptContainer(attack.key ?? key, attack.at ?? place, attack.root ?? paper.root, source);
  let seen = 0;
  try {
    for await (const piece of reader) {
      t.equal(tohex(piece), tohex(data.subarray(seen, seen + piece.length)), 'only what is true');
      seen += piece.length;
    }
    t.fail('the attack succeeded');
  } catch (error) {
    t.ok(isSafeError(error, 'damaged'), 'one code');
    t.ok(seen <= (attack.prefix ?? 0), 'no byte of what was altered');
  }
};

const FIRST = CHUNK - 8;
const flip = (bytes: Uint8Array, at: number, bit = 0): Uint8Array =>
  patched(bytes, [at, Uint8Array.of((bytes[at] as number) ^ (1 << bit))]);

t.test('a paper whose header was altered in any bit of any field stays shut', async (t) => {
  for (const [name, offset, length] of HEADER_FIELDS) {
    await t.test(name, async (t) => {
      for (let bit = 0; bit < 8 * length; bit++) {
        const altered = flip(smallHeader, offset + (bit >> 3), bit & 7);
        await failsClosed(t, { bytes: concat(altered, smallChunk), root: small.root });
        // Even if the root were signed for it: the header enters the key.
        await failsClosed(t, { bytes: concat(altered, smallChunk), root: joined(altered, smallChunk).root });
      }
    });
  }
});

const again = await stored(key, place, data);
const [againHeader, , againTwo] = cut(again) as [Uint8Array, Uint8Array, Uint8Array];
const shorter = patched(header, [44, u64(2 * CHUNK)], [52, u32(2)]);
const elsewhere = (change: Partial<ContainerPlace>) => ({ ...place, ...change });
const forged = await stored(key, place, pattern(3 * CHUNK - 8).fill(9));
const forgedSmall = await stored(key, place, pattern(50));

const SWAPS: Record<string, Attack> = {
  'a bit flipped in the first chunk': { bytes: flip(paper.stored, 96 + 500) },
  'a bit flipped in the nonce of the second chunk': {
    bytes: flip(paper.stored, 96 + one.length),
    prefix: FIRST,
  },
  'a bit flipped in the third chunk': {
    bytes: flip(paper.stored, paper.stored.length - 99),
    prefix: FIRST + CHUNK,
  },
  'a bit flipped in the last tag': {
    bytes: flip(paper.stored, paper.stored.length - 1),
    prefix: FIRST + CHUNK,
  },
  'nothing at all': { bytes: new Uint8Array(0) },
  'a cut within the header': { bytes: header.subarray(0, 95) },
  'a cut after the header': { bytes: header },
  'a cut after the first chunk': { bytes: concat(header, one), prefix: FIRST },
  'a cut after the second chunk': { bytes: concat(header, one, two), prefix: FIRST + CHUNK },
  'a cut by one byte': { bytes: paper.stored.subarray(0, -1), prefix: FIRST + CHUNK },
  'a cut with a rewritten length': { bytes: concat(shorter, one, two) },
  'a cut with a rewritten length, its root signed': joinedAttack(shorter, one, two),
  'a cut whose last chunk takes the place of another': { bytes: concat(header, one, three), prefix: FIRST },
  'chunks reordered': { bytes: concat(header, two, one, three) },
  'chunks reordered, their root signed': joinedAttack(header, two, one, three),
  'a chunk twice': { bytes: concat(header, one, one, three), prefix: FIRST },
  'a chunk too many': { bytes: concat(header, one, two, two, three), prefix: FIRST + CHUNK },
  'a byte appended': { bytes: concat(paper.stored, Uint8Array.of(0)), prefix: FIRST + CHUNK },
  'a chunk appended': { bytes: concat(paper.stored, three), prefix: FIRST + CHUNK },
  'a whole container appended': { bytes: concat(paper.stored, paper.stored), prefix: FIRST + CHUNK },
  'a chunk of another encryption under the same key': {
    bytes: concat(header, one, againTwo, three),
    prefix: FIRST,
  },
  'another header under the same key': { bytes: concat(againHeader, one, two, three) },
  'a whole other encryption of the same paper': { bytes: again.stored, prefix: FIRST + CHUNK },
  'a paper of another safe': { bytes: paper.stored, at: elsewhere({ safe: random(16) }) },
  'another paper of the safe': { bytes: paper.stored, at: elsewhere({ document: random(16) }) },
  'an older version': { bytes: paper.stored, at: elsewhere({ version: 3 }) },
  'a newer version': { bytes: paper.stored, at: elsewhere({ version: 1 }) },
  'content as thumbnail': { bytes: paper.stored, at: elsewhere({ kind: 'thumbnail' }) },
  'a place whose id is cut': { bytes: paper.stored, at: elsewhere({ safe: place.safe.subarray(0, 15) }) },
  'the wrong key': { bytes: paper.stored, key: newKey() },
};

function joinedAttack(first: Uint8Array, ...chunks: Uint8Array[]): Attack {
  const { stored: bytes, root } = joined(first, ...chunks);
  return { bytes, root };
}

for (const [title, attack] of Object.entries(SWAPS)) {
  t.test(`a paper stays shut: ${title}`, (t) => failsClosed(t, attack));
}

t.test('who waits for the whole paper, to save it, gets nothing of an altered one', async (t) => {
  for (const [title, { bytes, at, key: other, root: signed }] of Object.entries(SWAPS)) {
    const whole = opened(other ?? key, at ?? place, signed ?? paper.root, bytes);
    await t.rejects(whole, { code: 'damaged' }, title);
  }
});

t.test('a thumbnail is never shown as content', async (t) => {
  const thumbnail = await stored(key, elsewhere({ kind: 'thumbnail' }), pattern(100));
  await failsClosed(t, { bytes: thumbnail.stored, root: thumbnail.root });
});

t.test('content made up by a reader who knows the key is refused', async (t) => {
  await failsClosed(t, { bytes: forgedSmall.stored, root: small.root });
  // A longer one may be looked at while it comes, but its last chunk never leaves and nothing may be kept.
  await t.rejects(opened(key, place, paper.root, forged.stored), { code: 'damaged' });
});

const filled = (padded: number, length: number | bigint, data: Uint8Array) =>
  forge(key, place, padTo(padded, length, data));
const badPadding = (padded: number, at: number) => {
  const plain = padTo(padded, 100, pattern(100));
  plain[at] = 1;
  return forge(key, place, plain);
};
const big = padTo(5 * 65_536, 5 * 65_536 - 8, pattern(5 * 65_536 - 8));
const thumbnail = elsewhere({ kind: 'thumbnail' });

/** By an author who signed the root of what they made: the reader still keeps the rules. */
const FORGERIES: Record<string, { made: { stored: Uint8Array; root: Uint8Array }; at?: ContainerPlace }> = {
  'a padding that is not zero, at its end': { made: badPadding(4096, 4095) },
  'a padding that is not zero, at its beginning': { made: badPadding(4096, 108) },
  'a length beyond what follows': { made: filled(4096, 4089, pattern(4088)) },
  'a length of 2^63': { made: filled(4096, 2n ** 63n, pattern(10)) },
  'a length of 2^53': { made: filled(4096, 2n ** 53n, pattern(10)) },
  'a short length in a long padding': { made: filled(8192, 100, pattern(100)) },
  'a padding that nobody asks for': { made: filled(5001, 4993, pattern(4993)) },
  'a padding below the smallest': { made: filled(512, 100, pattern(100)) },
  'a thumbnail that is too large': {
    made: forge(key, thumbnail, padTo(65_536, 40_000, pattern(40_000))),
    at: thumbnail,
  },
  'a thumbnail whose length is too large': {
    made: forge(key, thumbnail, padTo(32_768, 40_000, pattern(32_760))),
    at: thumbnail,
  },
  'chunks of 1 byte': { made: forge(key, place, padTo(4096, 8, pattern(8)), { log2Chunk: 0 }) },
  'chunks of 32 KiB': { made: forge(key, place, big, { log2Chunk: 15 }) },
  'chunks of 8 MiB': { made: forge(key, place, big, { log2Chunk: 23 }) },
  'a chunk count of another length': { made: forge(key, place, big, { patches: [[52, u32(1)]] }) },
  'a promise of 2^50 bytes': {
    made: forge(key, place, big, {
      patches: [
        [44, u64(2 ** 50)],
        [52, u32(2 ** 32 - 1)],
      ],
    }),
  },
  'reserved bytes that say something': { made: forge(key, place, big, { patches: [[60, u32(1)]] }) },
  'version 0': { made: forge(key, elsewhere({ version: 0 }), big), at: elsewhere({ version: 0 }) },
};

for (const [title, { made, at }] of Object.entries(FORGERIES)) {
  t.test(`a paper that was signed against the rules stays shut: ${title}`, (t) =>
    failsClosed(t, { bytes: made.stored, root: made.root, ...(at && { at }) }),
  );
}

t.test('a fault in the padding of a later chunk shows nothing of that chunk', async (t) => {
  const plain = padTo(299_008, 262_138, pattern(262_138));
  plain[CHUNK + 5000] = 1;
  const made = forge(key, place, plain);
  await failsClosed(t, { bytes: made.stored, root: made.root, prefix: FIRST });
});

t.test('chunks from 64 KiB to 4 MiB are read, as the format promises', async (t) => {
  for (const log2Chunk of [16, 17, 18, 22]) {
    const made = forge(key, place, big, { log2Chunk });
    t.equal((await opened(key, place, made.root, made.stored)).length, big.length - 8, `2^${log2Chunk}`);
  }
});

t.test('one chunk fetched by itself is refused in another place', async (t) => {
  const read = readHeader(header);
  const other = readHeader(againHeader);
  const attempts: [string, typeof read, number, Uint8Array][] = [
    ['another number', read, 1, one],
    ['another header', other, 0, one],
    ['the last one as another', read, 0, three],
    ['cut', read, 0, one.subarray(1)],
    ['beyond the end', read, 3, three],
    ['no number', read, Number.NaN, one],
  ];
  for (const [name, at, index, chunk] of attempts) {
    t.throws(() => decryptChunk(key, at, index, chunk), { code: 'damaged' }, name);
  }
});

const rootOf = (bytes: Uint8Array) => {
  const reader = rootReader();
  reader.push(bytes);
  return tohex(reader.finish().root);
};

t.test('the server, without any key, refuses what is not what was signed', async (t) => {
  t.equal(rootOf(paper.stored), tohex(paper.root));
  for (const [title, { bytes, at, key: other, root: signed }] of Object.entries(SWAPS)) {
    if (at || other || signed) continue;
    try {
      t.not(rootOf(bytes), tohex(paper.root), title);
    } catch (error) {
      t.ok(isSafeError(error, 'damaged'), title);
    }
  }
});
