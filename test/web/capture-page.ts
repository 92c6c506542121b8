/// <reference lib="dom" />
import { h, render } from 'preact';
import { type Capture, startCapture } from '../../src/web/capture/capture.js';
import type { Corners } from '../../src/web/capture/geometry.js';
import type { Opened } from '../../src/web/capture/messages.js';
import { Outline } from '../../src/web/capture/outline.js';
import { CAPTURE } from '../../src/web/i18n/capture/catalogues.js';
import { directionOf, type Language } from '../../src/web/i18n/language.js';
import { Page } from '../../src/web/ui/page.js';

/** Tasks of the page itself that took 50 ms or longer, in milliseconds. */
const longTasks: number[] = [];
new PerformanceObserver((list) =>
  longTasks.push(...list.getEntries().map(({ duration }) => duration)),
).observe({
  type: 'longtask',
  buffered: true,
});

let capture: Capture = startCapture();
let opened: Opened | null = null;
/** What the person accepted, each time. */
const accepted: (Corners | null)[] = [];

const show = async (language: Language): Promise<void> => {
  const root = document.getElementById('app');
  if (!root || !opened) throw new Error('nothing to show');
  const { view, outline } = opened;
  const { words } = await CAPTURE[language]();
  const screen = h(Outline, {
    key: accepted.length,
    picture: view,
    found: outline,
    words,
    onAccept: (corners) => void accepted.push(corners),
  });
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  document.title = 'Pochette';
  render(
    h(Page, {
      brand: 'Pochette',
      chooseLanguage: '…',
      promise: '',
      language,
      onLanguage: (one) => void show(one),
      children: [h('h1', {}, words.photo), screen],
    }),
    root,
  );
};

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
};

/** Runs what may refuse, and answers with the code. */
const attempt = async <T>(run: () => Promise<T>): Promise<T | { refused: string }> => {
  try {
    return await run();
  } catch (error) {
    return { refused: String((error as { code?: unknown }).code ?? error) };
  }
};

/** The handle by which tests hold this page. */
const tools = {
  longTasks: () => longTasks.splice(0),
  accepted: () => accepted,
  show,
  restart: () => {
    capture.end();
    capture = startCapture();
  },
  open: (address: string) =>
    attempt(async () => {
      const photo = await (await fetch(address)).blob();
      const start = performance.now();
      opened = await capture.open(photo);
      const { view, outline } = opened;
      return { width: view.width, height: view.height, outline, ms: performance.now() - start };
    }),
  /** As the camera gives it: a picture, not a file. */
  shoot: (address: string) =>
    attempt(async () => {
      const shot = await createImageBitmap(await (await fetch(address)).blob());
      opened = await capture.open(shot);
      return { width: opened.view.width, gone: shot.width === 0, outline: opened.outline };
    }),
  /** What the camera sees before the photo is taken. */
  look: (address: string) =>
    attempt(async () => {
      const glimpse = new VideoFrame(await createImageBitmap(await (await fetch(address)).blob()), {
        timestamp: 0,
      });
      await capture.look(glimpse);
      return { gone: glimpse.format === null };
    }),
  flatten: (corners: Corners | null, quarters = 0) =>
    attempt(async () => {
      const start = performance.now();
      const { jpeg, width, height } = await capture.flatten(corners, quarters);
      return { width, height, jpeg: base64(jpeg), ms: performance.now() - start };
    }),
  forget: () => capture.forget(),
};

export type CaptureTools = typeof tools;
Object.assign(window, { tools });
