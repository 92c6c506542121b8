import type { Sharp, SharpOptions } from 'sharp';

export type OpenImage = (bytes: Uint8Array, options: SharpOptions) => Sharp;

/** `sharp` is an optional dependency: on a machine without it pictures stay as they are, and all else works. */
export const loadSharp = async (): Promise<OpenImage | null> => {
  try {
    return (await import('sharp')).default;
  } catch {
    return null;
  }
};
