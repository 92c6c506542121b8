import jsqr from 'jsqr';
import type { Sharp } from 'sharp';
import { isCardText } from '../../core/crypto/card-code.js';
import { SafeError } from '../../core/errors.js';

/** What a phone camera makes at most, with room; anything larger is no photo of a card. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_PIXELS = 120_000_000;
/** Pixels kept of the longest side: a module of a card on a whole A4 scan still has several. */
const LARGEST = 2800;
/** A sheet can show several codes: the front's, the back's, a poster behind them. */
const MOST_CODES = 4;

interface Picture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** A part of the picture (shares of its width and height) and the longest side it is looked at with. */
interface View {
  readonly part: readonly [left: number, top: number, width: number, height: number];
  readonly pixels: number;
}

/** Small first: it is fast, and shrinking evens out blur and noise. Halves last: two codes in one view confuse the reader. */
const VIEWS: readonly View[] = [
  { part: [0, 0, 1, 1], pixels: 900 },
  { part: [0, 0, 1, 1], pixels: 1600 },
  { part: [0.45, 0, 0.55, 1], pixels: 1200 },
  { part: [0, 0, 0.55, 1], pixels: 1200 },
  { part: [0, 0, 1, 0.55], pixels: 1200 },
  { part: [0, 0.45, 1, 0.55], pixels: 1200 },
  { part: [0, 0, 1, 1], pixels: LARGEST },
];

const refuse = (cause?: unknown, message?: string): SafeError =>
  new SafeError('bad_card', { cause, ...(message === undefined ? {} : { message }) });

/** PNG, JPEG or WebP by its first bytes: no other decoder ever sees a stranger's file. */
function isPhoto(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return (
    start.startsWith('\u0089PNG') || start.startsWith('\u00ff\u00d8\u00ff') || /^RIFF.{4}WEBP$/s.test(start)
  );
}

/** sharp has no build for some machines; there a card is typed. */
async function openPicture(bytes: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp').catch((cause: unknown) => {
    throw refuse(cause, 'Pictures cannot be read on this machine. Please type the signs on the card.');
  });
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' });
}

/** Cuts the view out, makes it small, and stretches its contrast: toner runs low and rooms are dark. */
async function look(picture: Sharp, size: { width: number; height: number }, view: View): Promise<Picture> {
  const [left, top, width, height] = view.part;
  const { data, info } = await picture
    .clone()
    .extract({
      left: Math.floor(left * size.width),
      top: Math.floor(top * size.height),
      width: Math.max(1, Math.floor(width * size.width)),
      height: Math.max(1, Math.floor(height * size.height)),
    })
    .resize({ width: view.pixels, height: view.pixels, fit: 'inside', withoutEnlargement: true })
    .normalise()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

type Code = NonNullable<ReturnType<typeof jsqr.default>>;

const span = (values: readonly number[], limit: number): [number, number] => [
  Math.max(0, Math.floor(Math.min(...values))),
  Math.min(limit, Math.ceil(Math.max(...values))),
];

/** Whites a code out, so that the next look finds another one. */
function cover({ data, width, height }: Picture, { location }: Code): void {
  const corners = [
    location.topLeftCorner,
    location.topRightCorner,
    location.bottomRightCorner,
    location.bottomLeftCorner,
  ];
  const [left, right] = span(
    corners.map(({ x }) => x),
    width,
  );
  const [top, bottom] = span(
    corners.map(({ y }) => y),
    height,
  );
  for (let y = top; y < bottom; y += 1) data.fill(255, (y * width + left) * 4, (y * width + right) * 4);
}

function codeIn(picture: Picture, isMeant: (text: string) => boolean): string | null {
  for (let count = 0; count < MOST_CODES; count += 1) {
    const code = jsqr.default(picture.data, picture.width, picture.height);
    if (code === null) return null;
    if (isMeant(code.data)) return code.data;
    cover(picture, code);
  }
  return null;
}

async function search(bytes: Uint8Array, isMeant: (text: string) => boolean): Promise<string | null> {
  const { data, info } = await (await openPicture(bytes))
    .resize({ width: LARGEST, height: LARGEST, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { default: sharp } = await import('sharp');
  const picture = sharp(data, { raw: info });
  for (const view of VIEWS) {
    const text = codeIn(await look(picture, info, view), isMeant);
    if (text !== null) return text;
  }
  return null;
}

/**
 * Reads the secret QR from a photo, a scan or the saved image of a card (PNG, JPEG, WebP; turned any way; the public
 * code beside it is passed over). Gives the code's text for `decodeCard`; throws `bad_card` when there is none.
 */
export async function readCardImage(bytes: Uint8Array): Promise<string> {
  if (bytes.length > MOST_BYTES || !isPhoto(bytes)) throw refuse();
  const text = await search(bytes, isCardText).catch((cause: unknown) => {
    throw cause instanceof SafeError ? cause : refuse(cause);
  });
  if (text === null) throw refuse();
  return text;
}

const isPublic = (text: string): boolean => text.startsWith('pochette:');

/** Reads a public code (a poster, the front of a card, a worker's screen) in the same way; `bad_contact` if there is none. */
export async function readPublicImage(bytes: Uint8Array): Promise<string> {
  const text =
    bytes.length <= MOST_BYTES && isPhoto(bytes) ? await search(bytes, isPublic).catch(() => null) : null;
  if (text === null) throw new SafeError('bad_contact');
  return text;
}
