import { useEffect, useState } from 'preact/hooks';
import { CanvasPage } from '../preview/canvas-page.js';
import type { Opened } from '../preview/open.js';
import type { Preview } from '../preview/pages.js';
import { KindPicture } from '../ui/pictograms.js';
import type { ScreenProps } from './app-context.js';
import type { PaperView } from './engine/engine.js';
import { shelfOf } from './shelf.js';
import { Wait } from './loading.js';

const isPreview = (opened: Opened | null): opened is Preview => typeof opened === 'object' && opened !== null;

/** Drawn from the bytes, by what they are; what draws is loaded with the first paper that is opened. */
const useOpened = (bytes: Uint8Array): Opened | null => {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    let over = false;
    let close = (): void => undefined;
    const open = async (): Promise<void> => {
      const { openPreview } = await import('../preview/open.js');
      const made = await openPreview(bytes);
      if (isPreview(made)) close = made.close;
      if (over) close();
      else setOpened(made);
    };
    open().catch(() => setOpened('broken'));
    return () => {
      over = true;
      close();
    };
  }, [bytes]);
  return opened;
};

/** The paper itself, page under page; more than twice as large at a tap. */
export const PaperPages = ({
  app: { words },
  paper,
  bytes,
}: ScreenProps & { readonly paper: Pick<PaperView, 'kind'>; readonly bytes: Uint8Array }) => {
  const opened = useOpened(bytes);
  const [large, setLarge] = useState(false);
  if (opened === null) return <Wait words={words} />;
  if (!isPreview(opened)) {
    return (
      <div class="no-picture">
        <KindPicture kind={paper.kind} shelf={shelfOf(paper.kind)} />
        <p>{words.paper.noPreview}</p>
      </div>
    );
  }
  return (
    <button
      type="button"
      class={large ? 'view large' : 'view'}
      aria-label={large ? words.paper.smaller : words.paper.larger}
      onClick={() => setLarge(!large)}
    >
      {opened.pages.map((page, i) => (
        <CanvasPage key={i} page={page} label={words.paper.page(i + 1, opened.total)} drawings={null} />
      ))}
    </button>
  );
};
