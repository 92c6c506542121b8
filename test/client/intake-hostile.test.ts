import fc from 'fast-check';
import t from 'tap';
import { isSafeError } from '../../src/core/errors.js';
import { examine, prepare } from '../../src/client/intake/intake.js';
import { fixture, makePdf, noise, tagged } from '../helpers/pictures.js';

const small = async (
  format: 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif',
  orientation = 6,
): Promise<Uint8Array> =>
  new Uint8Array(await tagged(noise(16, 12).toFormat(format), orientation).toBuffer());

const FILES: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  JPEG: async () => small('jpeg'),
  PNG: async () => small('png'),
  WebP: async () => small('webp'),
  TIFF: async () => small('tiff'),
  AVIF: async () => small('avif'),
  GIF: async () => new Uint8Array(await noise(16, 12).gif().toBuffer()),
  // the skeleton of the sample photo: its picture data is only copied
  HEIC: async () => {
    const heic = fixture('awkward/photo.heic');
    const whole = new Uint8Array(2048);
    whole.set(heic.subarray(0, 1024));
    new DataView(whole.buffer).setUint32(424, 2048 - 424); // mdat
    new DataView(whole.buffer).setUint32(117, 600); // length of the picture
    new DataView(whole.buffer).setUint32(125, 1100); // place of the Exif block
    whole.set(heic.subarray(heic.length - 722), 1100);
    return whole;
  },
  PDF: async () => makePdf(2, '/OpenAction << /S /Java#53cript >>'),
};

const OUTCOMES = new Set([
  'kept',
  'truncated_file',
  'broken_file',
  'unsupported_type',
  'too_many_pixels',
  'empty_file',
]);

/** A refusal with a code, or a file that is accepted and can be looked at again: nothing else may happen. */
const outcome = (bytes: Uint8Array): string => {
  try {
    const first = prepare({ name: 'photo.jpg', bytes }, { keepMetadata: false });
    examine(first.bytes, first.fileName);
    return 'kept';
  } catch (error) {
    if (!isSafeError(error)) throw error;
    return error.code;
  }
};

t.test('a whole file of each kind is kept', async (t) => {
  for (const [kind, make] of Object.entries(FILES)) t.equal(outcome(await make()), 'kept', kind);
});

t.test('a file cut at any length is called incomplete, unless not even its kind can be seen', async (t) => {
  for (const [kind, make] of Object.entries(FILES)) {
    const whole = await make();
    // the line break behind a PDF's end mark may be missing
    const end = kind === 'PDF' ? whole.length - 1 : whole.length;
    const outcomes = Array.from({ length: end }, (_, length) => outcome(whole.subarray(0, length)));
    t.strictSame([...new Set(outcomes.slice(32))], ['truncated_file'], kind);
    t.notOk(outcomes.includes('kept'), kind);
  }
});

const changeWithin = (length: number) =>
  fc.record({
    at: fc.nat(length - 1),
    kind: fc.constantFrom('set', 'insert', 'remove', 'long'),
    value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
  });

const mutate = (bytes: Uint8Array, changes: { at: number; kind: string; value: number }[]): Uint8Array => {
  let out = Buffer.from(bytes);
  for (const { at, kind, value } of changes) {
    const place = at % Math.max(1, out.length);
    const rest = kind === 'insert' ? place : place + (kind === 'long' ? 4 : 1);
    const middle = kind === 'remove' ? [] : Array.from({ length: kind === 'long' ? 4 : 1 }, () => value);
    out = Buffer.concat([out.subarray(0, place), Buffer.from(middle), out.subarray(rest)]);
  }
  return new Uint8Array(out);
};

t.test('a file altered in any way is refused in words or kept, never a crash, never endless', async (t) => {
  for (const [kind, make] of Object.entries(FILES)) {
    const whole = await make();
    // most of the structure lies at the start
    const near = fc.oneof(changeWithin(whole.length), changeWithin(Math.min(600, whole.length)));
    const changes = fc.array(near, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (list) => OUTCOMES.has(outcome(mutate(whole, list)))),
      { numRuns: 3000 },
    );
    t.pass(kind);
  }
});

t.test('any bytes behind a known beginning are refused in words or kept', async (t) => {
  const starts = [
    '\xff\xd8\xff',
    '\x89PNG\r\n\x1a\n',
    'RIFF\x40\0\0\0WEBP',
    'GIF89a',
    'II*\0',
    'MM\0*',
    '\0\0\0\x18ftypheic',
    '%PDF-',
  ];
  const bytes = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(bytes, ([start, rest]) => {
      const file = new Uint8Array(Buffer.concat([Buffer.from(start, 'latin1'), rest]));
      return OUTCOMES.has(outcome(file));
    }),
    { numRuns: 5000 },
  );
  t.pass('five thousand files');
});

/** Parts as small as the format allows, eight megabytes of them. */
const swarm = (head: string, part: string, tail = ''): Uint8Array =>
  new Uint8Array(Buffer.from(head + part.repeat(Math.floor(8e6 / part.length)) + tail, 'latin1'));

t.test('millions of tiny parts fill no memory', async (t) => {
  const ihdr = Buffer.from(await noise(16, 12).png().toBuffer()).toString('latin1', 0, 33);
  const gif = 'GIF89a\x01\0\x01\0\0\0\0';
  for (const [name, bytes] of [
    ['JPEG', swarm('\xff\xd8', '\xff\xfe\0\x02\xff\xdb\0\x02')],
    ['PNG', swarm(ihdr, '\0\0\0\0tEXt\0\0\0\0\0\0\0\0gAMA\0\0\0\0')],
    ['WebP', swarm('RIFF\0\x12\x7a\0WEBP', 'XMP \0\0\0\0ALPH\0\0\0\0')],
    ['GIF', swarm(gif, '\x21\xfe\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\0', ';')],
    ['HEIC', swarm('\0\0\0\x10ftypheic\0\0\0\0', '\0\0\0\x08free')],
    ['PDF', swarm('%PDF-1.5\n', '9 0 obj/ObjStm/First 1 stream\nendstream\n', '%%EOF')],
    ['PDF names', swarm('%PDF-1.5\n', '/J#', '%%EOF')],
    ['fill bytes', swarm('\xff\xd8', '\xff')],
  ] as const) {
    const before = process.memoryUsage();
    outcome(bytes);
    const after = process.memoryUsage();
    const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    t.ok(grown < 60e6, `${name}: ${Math.round(grown / 1e6)} MB`);
  }
});
