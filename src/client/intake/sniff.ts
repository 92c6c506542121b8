import { find, latin1, startsWith, u32be } from './bytes.js';

export type MediaType =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/heic'
  | 'image/avif'
  | 'image/gif'
  | 'image/tiff'
  | 'application/pdf';

/** File name endings of each accepted kind; the first is the one that is written. */
export const EXTENSIONS: Readonly<Record<MediaType, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif', 'mpo'],
  'image/png': ['png', 'apng'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif', 'hif'],
  'image/avif': ['avif', 'heif'],
  'image/gif': ['gif'],
  'image/tiff': ['tif', 'tiff'],
  'application/pdf': ['pdf'],
};

/** How far into a refused file `looksLike` looks. */
const SNIFF_BYTES = 4096;

/** Viewers look for the PDF header that far; printers and mail gateways put lines before it. */
const PDF_HEADER_WITHIN = 1024;

const brandsOf = (head: Uint8Array): string[] => {
  const size = Math.min(head.length < 4 ? 0 : u32be(head, 0), 256, head.length);
  const brands = [];
  for (let at = 8; at + 4 <= size; at += 4) if (at !== 12) brands.push(latin1(head, at, at + 4));
  return brands;
};

const sniffHeif = (head: Uint8Array): MediaType | undefined => {
  const brands = brandsOf(head);
  if (brands.some((brand) => /^(heic|heix|heim|heis|hevc|hevx)$/.test(brand))) return 'image/heic';
  return brands.includes('avif') ? 'image/avif' : undefined;
};

/** Where `%PDF-` stands, or -1. What comes before it must not be a page of markup: that would be two kinds in one file. */
export const pdfHeaderAt = (head: Uint8Array): number => {
  const at = find(head.subarray(0, PDF_HEADER_WITHIN), '%PDF-');
  return at > 0 && head.subarray(0, at).includes(0x3c) ? -1 : at;
};

/** The kind of a file by its first bytes, whatever its name; undefined when it is none that the safe accepts. */
export const sniff = (head: Uint8Array): MediaType | undefined => {
  if (startsWith(head, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)) return 'image/webp';
  if (startsWith(head, 'ftyp', 4)) return sniffHeif(head);
  if (startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')) return 'image/gif';
  if (startsWith(head, 'II*\0') || startsWith(head, 'MM\0*')) return 'image/tiff';
  return pdfHeaderAt(head) >= 0 ? 'application/pdf' : undefined;
};

/** Guesses by beginning; only for the words of a refusal, so that none needs to be sure. */
const OTHERS: readonly (readonly [string, RegExp])[] = [
  ['drawing', /^.{0,3}\s*(<\?xml.*)?(<!--.*)?(<!doctype svg|<svg)/is],
  ['web_page', /^.{0,3}\s*(<!doctype html|<html|<head|<body|<script)/is],
  ['program', /^(MZ|.ELF|#!|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe)/s],
  ['office_document', /^(PK.*(word\/|xl\/|ppt\/|\[Content_Types\]|mimetypeapp)|\xd0\xcf.\xe0|\{\\rtf)/s],
  ['archive', /^(PK|Rar!|7z\xbc\xaf|.\x8b)/s],
  ['video_or_sound', /^(.{4}ftyp|.E\xdf\xa3|RIFF|ID3|OggS)/s],
  ['bitmap', /^BM.{12}[(l|]/s],
];

const isText = (head: Uint8Array): boolean =>
  head.every((byte) => byte >= 0x20 || [9, 10, 12, 13, 27].includes(byte));

/** A guess at what a refused file is, so that the interface can say "save it as PDF first". */
export const looksLike = (head: Uint8Array): string => {
  const start = head.subarray(0, SNIFF_BYTES);
  const text = latin1(start, 0, start.length);
  return OTHERS.find(([, pattern]) => pattern.test(text))?.[0] ?? (isText(start) ? 'text' : 'unknown');
};
