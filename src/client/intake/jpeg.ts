import { broken, byteAt, createPieces, fromLatin1, startsWith, truncated, u16be } from './bytes.js';
import { type ExifFacts, namesOf, orientationBlock, readExif } from './exif.js';
import { type Cleaned, type Picture, type Removed, checkSize, upright } from './picture.js';

/** One marker with its payload; a scan includes its entropy-coded data. Offsets in bytes, `end` excluded. */
type Segment = { readonly marker: number; readonly start: number; readonly end: number };

type Jpeg = {
  readonly segments: Segment[];
  /** Where the end marker stands. */
  readonly end: number;
  readonly exif: ExifFacts | undefined;
};

const EOI = 0xd9;
const SOS = 0xda;
const DNL = 0xdc;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
const APP14 = 0xee;
const COM = 0xfe;
const HEADER = 4;
const JFIF_BYTES = 18;
const MAX_SEGMENTS = 10_000;

const isStandalone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isApp = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef;
const isKnown = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xef && marker !== 0xd8) || marker === COM;

/** Where the next marker other than a restart stands: 0xFF inside entropy-coded data is always followed by 0x00. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !isStandalone(next)) return at;
  }
  throw truncated();
};

/** Skips fill bytes; before the first scan also the stray bytes that decoders skip too. Returns where the 0xFF stands. */
const nextMarker = (bytes: Uint8Array, from: number, strict: boolean): number => {
  let at = bytes.indexOf(0xff, from);
  if (strict && at !== from) throw at < 0 ? truncated() : broken();
  for (; at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = byteAt(bytes, at + 1);
    if (marker !== 0xff && marker !== 0) return at;
  }
  throw truncated();
};

const readSegments = (bytes: Uint8Array): { segments: Segment[]; end: number } => {
  const segments: Segment[] = [];
  let scans = 0;
  for (let at = 2; ; ) {
    const start = nextMarker(bytes, at, scans > 0);
    const marker = byteAt(bytes, start + 1);
    if (marker === EOI) {
      if (scans === 0) throw broken();
      return { segments, end: start };
    }
    at = start + 2;
    if (isStandalone(marker)) continue;
    const length = u16be(bytes, at);
    if (!isKnown(marker) || length < 2) throw broken();
    at += length;
    if (at > bytes.length) throw truncated();
    if (marker === SOS) {
      scans += 1;
      at = endOfScan(bytes, at);
    }
    if (segments.push({ marker, start, end: at }) > MAX_SEGMENTS) throw broken();
  }
};

const payload = (bytes: Uint8Array, segment: Segment): Uint8Array =>
  bytes.subarray(segment.start + HEADER, segment.end);

const isExif = (segment: Segment, bytes: Uint8Array): boolean =>
  segment.marker === APP1 && startsWith(payload(bytes, segment), 'Exif\0\0');

const parse = (bytes: Uint8Array): Jpeg => {
  const { segments, end } = readSegments(bytes);
  const exif = segments.find((segment) => isExif(segment, bytes));
  return { segments, end, exif: exif && readExif(payload(bytes, exif)) };
};

/** Width and height as coded. A height of zero is told after the first scan (T.81, B.2.5). */
const codedSize = (bytes: Uint8Array, segments: Segment[]): { width: number; height: number } => {
  const frame = segments.find((segment) => isFrame(segment.marker));
  if (!frame) throw broken();
  const later = segments.find((segment) => segment.marker === DNL);
  const height = u16be(bytes, frame.start + 5);
  return {
    width: u16be(bytes, frame.start + 7),
    height: height === 0 && later ? u16be(bytes, later.start + HEADER) : height,
  };
};

/**
 * Size of a JPEG (ITU T.81), as shown after its Exif orientation. Throws `truncated_file` when the end marker is missing,
 * `broken_file`, `too_many_pixels`.
 */
export const inspectJpeg = (bytes: Uint8Array): Picture => {
  const { segments, exif } = parse(bytes);
  for (const frame of segments.filter((segment) => isFrame(segment.marker))) {
    if (u16be(bytes, frame.start + 5) > 0)
      checkSize(u16be(bytes, frame.start + 7), u16be(bytes, frame.start + 5));
  }
  const { width, height } = codedSize(bytes, segments);
  checkSize(width, height);
  return { ...upright(width, height, exif?.orientation ?? 1), frames: 1 };
};

const isJfif = (bytes: Uint8Array, segment: Segment): boolean =>
  segment.marker === APP0 &&
  segment.end - segment.start >= JFIF_BYTES &&
  startsWith(payload(bytes, segment), 'JFIF\0');

/** Colours depend on the ICC profile and on Adobe's transform flag: both stay. Neither knows a place or a person. */
const staysWhole = (bytes: Uint8Array, segment: Segment): boolean => {
  if (segment.marker === APP2) return startsWith(payload(bytes, segment), 'ICC_PROFILE\0');
  if (segment.marker === APP14) return startsWith(payload(bytes, segment), 'Adobe');
  return segment.marker !== COM && !isApp(segment.marker);
};

const whatGoes = (bytes: Uint8Array, segment: Segment): Removed[] => {
  const data = payload(bytes, segment);
  if (segment.marker === COM) return ['comment'];
  if (isExif(segment, bytes)) return namesOf(readExif(data));
  if (segment.marker === APP1 && startsWith(data, 'http://ns.adobe.com/')) return ['xmp'];
  if (segment.marker === APP0 && startsWith(data, 'JFXX\0')) return ['thumbnail'];
  if (segment.marker === APP2 && startsWith(data, 'MPF\0')) return ['second_image'];
  if (segment.marker === APP13) return ['iptc'];
  return ['other_metadata'];
};

/** The JFIF header without its thumbnail: density and version are all it says. */
const bareJfif = (bytes: Uint8Array, segment: Segment): Uint8Array => {
  const bare = bytes.slice(segment.start, segment.start + JFIF_BYTES);
  bare.set([0, 16], 2);
  bare.set([0, 0], 16);
  return bare;
};

const orientationSegment = (orientation: number): Uint8Array => {
  const segment = new Uint8Array(36);
  segment.set(fromLatin1('\xff\xe1\0\x22Exif\0\0'));
  segment.set(orientationBlock(orientation), 10);
  return segment;
};

/**
 * Takes everything out of a JPEG that is not picture: Exif with its position, thumbnail and maker notes, XMP, IPTC, comments,
 * further pictures and whatever phones append after the end. The coded picture is copied, never decoded; orientation stays.
 */
export const cleanJpeg = (bytes: Uint8Array): Cleaned => {
  const { segments, end, exif } = parse(bytes);
  const removed = new Set<Removed>();
  const pieces = createPieces();
  pieces.add(bytes.subarray(0, 2));
  const jfif = segments.find((segment) => isJfif(bytes, segment));
  if (jfif) pieces.add(bareJfif(bytes, jfif));
  if (jfif && jfif.end - jfif.start > JFIF_BYTES) removed.add('thumbnail');
  if (exif && exif.orientation !== 1) pieces.add(orientationSegment(exif.orientation));
  for (const segment of segments) {
    if (staysWhole(bytes, segment)) pieces.add(bytes.subarray(segment.start, segment.end));
    else if (segment !== jfif) for (const name of whatGoes(bytes, segment)) removed.add(name);
  }
  pieces.add(bytes.subarray(end, end + 2));
  if (bytes.length > end + 2) removed.add('appended_data');
  return { bytes: pieces.join(), removed: [...removed] };
};
