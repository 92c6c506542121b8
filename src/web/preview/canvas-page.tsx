import { useEffect, useRef, useState } from 'preact/hooks';
import type { PreviewPage } from './pages.js';

/** Draws one page when it comes near the view; `drawings` gets a way to have it drawn at once, for printing. */
export const CanvasPage = ({
  page,
  label,
  drawings,
}: {
  readonly page: PreviewPage;
  readonly label: string;
  /** Null where it need not be there for printing. */
  readonly drawings: Set<() => Promise<void>> | null;
}) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return undefined;
    let drawing: Promise<void> | undefined;
    const draw = (): Promise<void> => {
      drawing ??= page.draw(target).then(() => setDrawn(true));
      return drawing;
    };
    const eye = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void draw().catch(() => undefined);
      },
      { rootMargin: '600px' },
    );
    eye.observe(target);
    drawings?.add(draw);
    return () => {
      eye.disconnect();
      drawings?.delete(draw);
      // the pixels go with it, not when a collector comes
      target.width = 0;
    };
  }, [page]);
  return (
    <figure class="leaf">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        data-drawn={drawn ? '' : undefined}
        style={{ aspectRatio: String(page.ratio) }}
      />
      {page.text !== null && <figcaption class="hidden-text">{page.text}</figcaption>}
    </figure>
  );
};
