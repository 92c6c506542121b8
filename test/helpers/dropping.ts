import { randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import { type DroppedPaper, leaving, newDropId } from '../../src/client/drops/leave.js';
import { lookAtDrop } from '../../src/client/drops/look.js';
import type { MadeDrop } from '../../src/client/drops/make.js';
import { parseDrop } from '../../src/core/protocol/drop-secret.js';
import { newDevice, paperOf, type TestDevice } from './device.js';

/** JPEG bytes as far as anybody looks: their beginning. */
export const picture = (length: number): Buffer => {
  const bytes = randomBytes(length);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return bytes;
};

/** A paper as somebody leaves it by a link. */
export const leftBy = (bytes: Buffer, title: string, name: string | null = null): DroppedPaper => {
  const { metadata, length, open } = paperOf(bytes, title);
  return {
    metadata: { ...metadata, mediaType: 'image/jpeg' },
    length,
    open,
    thumbnail: null,
    doc: newDropId(),
    name,
  };
};

/** Leaves papers on a machine that has nothing but the link. */
export const dropAll = async (
  t: Test,
  { url }: Pick<MadeDrop, 'url'>,
  ...papers: DroppedPaper[]
): Promise<TestDevice> => {
  const device = newDevice(t);
  const leave = leaving(device, await lookAtDrop(device, parseDrop(url)));
  for (const paper of papers) await leave(paper);
  return device;
};
