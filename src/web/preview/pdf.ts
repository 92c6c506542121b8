import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { startWorker } from '../workers/trusted.js';
import { MAX_SIDE, type Preview, type PreviewPage } from './pages.js';

/** More would fill the memory of an office machine; the download has them all. */
const MAX_PAGES = 60;
const MAX_PIXELS = 64 * 1024 * 1024;

/** Fonts, character maps and decoders come from our own build, when a PDF needs one. */
const FILES = {
  standardFontDataUrl: `${PDF_FILES}standard_fonts/`,
  cMapUrl: `${PDF_FILES}cmaps/`,
  wasmUrl: `${PDF_FILES}wasm/`,
  iccUrl: `${PDF_FILES}iccs/`,
};

const textOf = async (page: PDFPageProxy): Promise<string | null> => {
  const { items } = await page.getTextContent();
  const text = items
    .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
    .join('')
    .trim();
  return text === '' ? null : text;
};

const pageOf = async (document: PDFDocumentProxy, number: number): Promise<PreviewPage> => {
  const page = await document.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = Math.min(MAX_SIDE / Math.max(width, height), 3);
  return {
    ratio: width / height,
    text: await textOf(page).catch(() => null),
    draw: async (canvas) => {
      const viewport = page.getViewport({ scale });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      await page.render({ canvas, viewport }).promise;
      page.cleanup();
    },
  };
};

/** A PDF drawn on this machine by pdf.js; no script in it ever runs. Rejects for a locked or unreadable one. */
export const openPdf = async (bytes: Uint8Array): Promise<Preview> => {
  const worker = startWorker(workerAddress);
  GlobalWorkerOptions.workerPort = worker;
  // copied: pdf.js takes the bytes away to its worker
  const task = getDocument({ ...FILES, data: bytes.slice(), maxImageSize: MAX_PIXELS, enableXfa: false });
  const close = (): void => {
    void task.destroy().finally(() => worker.terminate());
  };
  try {
    const document = await task.promise;
    const shown = Math.min(document.numPages, MAX_PAGES);
    const pages = [];
    for (let number = 1; number <= shown; number++) pages.push(await pageOf(document, number));
    return { pages, total: document.numPages, close };
  } catch (error) {
    close();
    throw error;
  }
};
