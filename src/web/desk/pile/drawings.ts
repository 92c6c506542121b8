import { openPreview } from '../../preview/open.js';
import type { Preview, PreviewPage } from '../../preview/pages.js';
import { openPicture } from '../../preview/picture.js';

/** The one PDF that is open now: each takes a worker of its own, and a pile may hold fifty. */
let open: { readonly bytes: Uint8Array; readonly preview: Preview } | undefined;
let before: Promise<unknown> = Promise.resolve();

/** One drawing after the other, so that none loses its PDF while it draws. */
const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const next = before.then(work, work);
  before = next.catch(() => undefined);
  return next;
};

const opened = async (bytes: Uint8Array): Promise<Preview | null> => {
  if (open?.bytes === bytes) return open.preview;
  open?.preview.close();
  open = undefined;
  const preview = await openPreview(bytes);
  if (typeof preview === 'string') return null;
  open = { bytes, preview };
  return preview;
};

/** The pages of a PDF, to be drawn when they are looked at; none of one that can't be drawn, or is too long to be shown whole. */
export const pdfPages = (bytes: Uint8Array): Promise<PreviewPage[]> =>
  inTurn(async () => {
    const preview = await opened(bytes);
    if (!preview || preview.pages.length < preview.total) return [];
    return preview.pages.map(
      ({ ratio, text }, i): PreviewPage => ({
        ratio,
        text,
        draw: (canvas) => inTurn(async () => (await opened(bytes))?.pages[i]?.draw(canvas)),
      }),
    );
  });

/** A picture, decoded only while it is drawn: fifty of them would not fit into an old machine. */
export const picturePage = (
  bytes: Uint8Array,
  { mediaType, width = 1, height = 1 }: { mediaType: string; width?: number; height?: number },
): PreviewPage => ({
  ratio: width / height,
  text: null,
  draw: async (canvas) => {
    const { pages } = await openPicture(bytes, mediaType);
    await pages[0]?.draw(canvas);
  },
});

/** Lets go of the PDF that is open. */
export const endDrawings = (): void => {
  open?.preview.close();
  open = undefined;
};
