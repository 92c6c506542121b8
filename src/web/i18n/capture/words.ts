import type { ErrorCode } from '../../../core/errors.js';
import type { Language } from '../language.js';

/** Why a photo can't be taken in, each with a sentence of its own. */
export const CAPTURE_FAULTS = [
  'too_many_pixels',
  'file_too_large',
  'empty_file',
  'truncated_file',
  'broken_file',
  'unsupported_type',
] as const satisfies readonly ErrorCode[];
export type CaptureFault = (typeof CAPTURE_FAULTS)[number];

/** What is said while a photo becomes a page, in one language. Every language has all of it. */
export interface CaptureWords {
  readonly language: Language;
  readonly photo: string;
  /** What will be kept, asked above the buttons. */
  readonly keepsPaper: string;
  readonly keepsWhole: string;
  readonly isCut: string;
  readonly good: string;
  readonly whole: string;
  readonly adjust: string;
  /** How to adjust. */
  readonly drag: string;
  /** Top left, top right, bottom right, bottom left. */
  readonly corners: readonly [string, string, string, string];
  readonly arrows: {
    readonly ArrowLeft: string;
    readonly ArrowRight: string;
    readonly ArrowUp: string;
    readonly ArrowDown: string;
  };
  /** Where a corner is now, in percent from the left and from the top. */
  readonly cornerAt: (corner: string, left: number, top: number) => string;
  readonly faults: Readonly<Record<CaptureFault, string>>;
  /** For every other reason. */
  readonly fault: string;
}
