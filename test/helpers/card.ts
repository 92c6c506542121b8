import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { blake2b } from '@noble/hashes/blake2.js';
import jsqr from 'jsqr';
import sharp, { type Sharp } from 'sharp';
import { type CardContent, cardModel, type CardModel } from '../../src/client/card/model.js';
import { encodeBase45 } from '../../src/core/crypto/base45.js';
import { type CardCheck, encodeCardQr, encodeCardTyped } from '../../src/core/crypto/card-code.js';

const run = promisify(execFile);

/** The protocol's check, by another implementation than the program's. */
export const cardCheck: CardCheck = (body) =>
  blake2b(Uint8Array.of(...new TextEncoder().encode('CS1/qr'), 0, ...body), { dkLen: 32 }).subarray(0, 2);

export const SECRET = Uint8Array.from({ length: 20 }, (_, at) => at + 1);
export const SECRET_QR = encodeCardQr(SECRET, cardCheck);
export const TYPED = encodeCardTyped(SECRET, cardCheck);
/** As long as uid (16 bytes) and fingerprint (32) make it. */
export const PUBLIC_QR = encodeBase45(Uint8Array.from({ length: 49 }, (_, at) => 255 - at * 5));

export const aCard = (changes: Partial<CardContent> = {}): CardModel =>
  cardModel({
    secretQr: SECRET_QR,
    typed: TYPED,
    publicQr: PUBLIC_QR,
    server: 'https://pochette.example.org/',
    language: 'fr',
    nickname: 'Nadia',
    issued: '2025-11-22',
    ...changes,
  });

/** What an independent reader sees in a picture: text and version (size) of the QR code. */
export async function scan(picture: Sharp): Promise<{ text: string; version: number } | null> {
  const coloured = sharp(await picture.png().toBuffer())
    .toColourspace('srgb')
    .ensureAlpha();
  const { data, info } = await coloured.raw().toBuffer({ resolveWithObject: true });
  const code = jsqr.default(new Uint8ClampedArray(data), info.width, info.height);
  return code && { text: code.data, version: code.version };
}

/** One page of a PDF file as a picture, by poppler. */
export async function rasterise(file: string, page: number, dpi: number): Promise<Sharp> {
  const options = ['-png', '-r', `${dpi}`, '-f', `${page}`, '-singlefile', file];
  const { stdout } = await run('pdftoppm', options, { encoding: 'buffer', maxBuffer: 1 << 28 });
  return sharp(stdout);
}

export const poppler = async (
  tool: 'pdftotext' | 'pdfinfo' | 'pdffonts',
  ...args: string[]
): Promise<string> => (await run(tool, args)).stdout;

/** A reason to skip when poppler is missing; on a build machine that is a failure, said in words. */
export async function withoutPoppler(): Promise<string | false> {
  try {
    await run('pdftoppm', ['-v']);
    return false;
  } catch {
    const reason = 'pdftoppm is missing: install poppler-utils to look at the printed card';
    if (process.env['CI'] === 'true') throw new Error(reason);
    return reason;
  }
}
