import { useEffect, useRef, useState } from 'preact/hooks';
import { KindPicture } from '../ui/pictograms.js';
import { useBlobUrl } from '../ui/blob-url.js';
import { engine, type PaperView } from './engine/engine.js';
import { shelfOf } from './shelf.js';

/** Only what comes into view is fetched: a slow line first brings what is looked at. */
const useSeen = () => {
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    if (place.current) watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return { place, seen };
};

/** The paper in small; the drawing of its kind where there is no picture, or not yet. */
export const Thumb = ({ paper }: { readonly paper: PaperView }) => {
  const { place, seen } = useSeen();
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  useEffect(() => {
    if (!seen) return;
    engine()
      .thumbnail(paper)
      .then(setBytes, () => undefined);
  }, [seen, paper.id, paper.version]);
  const url = useBlobUrl(bytes, 'image/jpeg');
  return (
    <span class="thumb" ref={place} data-shelf={shelfOf(paper.kind)}>
      {url ? <img src={url} alt="" /> : <KindPicture kind={paper.kind} shelf={shelfOf(paper.kind)} />}
    </span>
  );
};
