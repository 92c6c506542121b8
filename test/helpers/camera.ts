/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** What a page's camera sees from now on; null for one that does not open. */
export const pointAt = (page: Page, picture: Uint8Array | null): Promise<void> =>
  page.evaluate(async (base64) => {
    if (base64 === null) {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
      return;
    }
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0);
    const seen = await createImageBitmap(new Blob([bytes]));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [seen.width, seen.height];
    const context = canvas.getContext('2d');
    navigator.mediaDevices.getUserMedia = async () => {
      const stream = canvas.captureStream(10);
      setInterval(() => context?.drawImage(seen, 0, 0), 100);
      return stream;
    };
  }, picture && Buffer.from(picture).toString('base64'));
