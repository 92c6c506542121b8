import { type Capture, startCapture } from '../../capture/capture.js';
import { endHeic } from '../heic/heic.js';
import { endDrawings } from './drawings.js';

let capture: Capture | undefined;

/** The worker that turns pictures into pages, started when it is first needed. */
export const pageTools = (): Capture => {
  capture ??= startCapture();
  return capture;
};

export const endPages = (): void => {
  endDrawings();
  endHeic();
  capture?.end();
  capture = undefined;
};
