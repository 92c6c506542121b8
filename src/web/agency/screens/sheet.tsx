import { useEffect, useRef, useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import { kindOf } from '../../../core/kinds.js';
import type { AgencyWords } from '../../i18n/agency/words.js';
import { fileSize } from '../../i18n/format.js';
import { Icon } from '../../ui/icons.js';
import { Button, Said } from '../../ui/parts.js';
import { type NoPreview, openPreview, openSmall } from '../preview/open.js';
import type { Preview } from '../preview/pages.js';
import { savePaper } from '../saving.js';
import type { LinkedPaper } from '../vault.js';
import { CanvasPage } from './canvas-page.js';
import type { Desk } from './papers.js';

/** Larger ones come when they are asked for. */
const SHOWN_AT_ONCE = 12_000_000;

type Shown =
  | { readonly state: 'waiting'; readonly small: Preview | null }
  | { readonly state: 'loading'; readonly small: Preview | null; readonly part: number }
  | { readonly state: 'shown'; readonly preview: Preview }
  | { readonly state: 'none'; readonly why: NoPreview }
  | { readonly state: 'failed'; readonly code: string };

const failureWords = (code: string, words: AgencyWords): string => {
  if (code === 'not_found') return words.paperGone;
  return code === 'damaged' ? words.paperDamaged : words.cut;
};

const facts = ({ metadata }: LinkedPaper, words: AgencyWords): string[] => {
  const { pages, size, expires } = metadata;
  const day = new Intl.DateTimeFormat(words.language, { dateStyle: 'long', timeZone: 'UTC' });
  return [
    ...(pages !== null && pages > 1 ? [words.pages(pages)] : []),
    fileSize(words.language, size),
    ...(expires === null ? [] : [words.validUntil(day.format(new Date(`${expires}T00:00Z`)))]),
  ];
};

/** Loads a paper once it comes near the view, draws it, and lets go of it at the end. */
const useShown = (paper: LinkedPaper, desk: Desk) => {
  const [shown, setShown] = useState<Shown>({ state: 'waiting', small: null });
  const root = useRef<HTMLElement>(null);
  const held = useRef<{
    small: Preview | null;
    work: Promise<void> | null;
    over: boolean;
    close: (() => void)[];
  }>({
    small: null,
    work: null,
    over: false,
    close: [],
  });

  const load = async (): Promise<void> => {
    const { small } = held.current;
    setShown({ state: 'loading', small, part: 0 });
    try {
      const bytes = await desk.bytesOf(paper, (part) =>
        setShown((now) => (now.state === 'loading' ? { ...now, part } : now)),
      );
      const preview = await openPreview(bytes);
      if (typeof preview === 'string') return setShown({ state: 'none', why: preview });
      if (held.current.over) return preview.close();
      held.current.close.push(preview.close);
      setShown({ state: 'shown', preview });
    } catch (error) {
      held.current.work = null;
      setShown({ state: 'failed', code: isSafeError(error) ? error.code : 'unavailable' });
    }
  };
  const ensure = (): Promise<void> => {
    held.current.work ??= load();
    return held.current.work;
  };
  const begin = async (): Promise<void> => {
    const small = await desk.smallOf(paper).then(
      (bytes) => bytes && openSmall(bytes),
      () => null,
    );
    if (held.current.over) return small?.close();
    if (small) held.current.close.push(small.close);
    held.current.small = small;
    setShown((now) => ('small' in now ? { ...now, small } : now));
    if (paper.metadata.size <= SHOWN_AT_ONCE) await ensure();
  };

  useEffect(() => {
    const target = root.current;
    if (!target) return undefined;
    const eye = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        eye.disconnect();
        void begin();
      },
      { rootMargin: '300px' },
    );
    eye.observe(target);
    desk.loads.set(paper.doc, ensure);
    return () => {
      eye.disconnect();
      held.current.over = true;
      for (const close of held.current.close) close();
    };
  }, [paper]);
  return { root, shown, ensure };
};

const Body = ({
  paper,
  shown,
  desk,
  words,
  onShow,
}: {
  readonly paper: LinkedPaper;
  readonly shown: Shown;
  readonly desk: Desk;
  readonly words: AgencyWords;
  readonly onShow: () => void;
}) => {
  const { title } = paper.metadata;
  if (shown.state === 'shown') {
    const { pages, total } = shown.preview;
    return (
      <div class="leaves">
        {pages.map((page, i) => (
          <CanvasPage
            key={i}
            page={page}
            drawings={desk.drawings}
            label={total > 1 ? `${title} – ${words.page(i + 1, total)}` : words.pictureOf(title)}
          />
        ))}
        {pages.length < total && <p class="told">{words.noPreview}</p>}
      </div>
    );
  }
  if (shown.state === 'none' || shown.state === 'failed') {
    const locked = shown.state === 'none' && shown.why === 'locked';
    const text =
      shown.state === 'failed' ? failureWords(shown.code, words) : locked ? words.locked : words.noPreview;
    return (
      <div class="no-preview" role="status">
        <Icon name="file" />
        <p>{text}</p>
        {shown.state === 'failed' && (
          <Button icon="again" onPress={onShow}>
            {words.retry}
          </Button>
        )}
      </div>
    );
  }
  const small = shown.small?.pages[0];
  return (
    <div class="leaves coming">
      {small && <CanvasPage page={small} drawings={new Set()} label={words.smallPicture(title)} />}
      {shown.state === 'loading' ? (
        <p class="told" role="status">
          {shown.part > 0 ? words.loadedPart(Math.floor(shown.part * 100)) : words.loading}
        </p>
      ) : (
        paper.metadata.size > SHOWN_AT_ONCE && (
          <Button icon="open" onPress={onShow}>
            {words.show} ({fileSize(words.language, paper.metadata.size)})
          </Button>
        )
      )}
    </div>
  );
};

/** One paper: its title on a tab of its shelf's colour, what it looks like, and the way to keep it. */
export const Sheet = ({
  paper,
  desk,
  words,
}: {
  readonly paper: LinkedPaper;
  readonly desk: Desk;
  readonly words: AgencyWords;
}) => {
  const { root, shown, ensure } = useShown(paper, desk);
  const [busy, setBusy] = useState(false);
  const { title, kind } = paper.metadata;
  const shelf = kindOf(kind)?.category ?? 'personal';
  const download = async (): Promise<void> => {
    setBusy(true);
    try {
      savePaper(paper, await desk.bytesOf(paper));
    } catch {
      // the sheet itself says why, and has the button to try again
      await ensure();
    } finally {
      setBusy(false);
    }
  };
  return (
    <article class={`sheet-card shelf-${shelf}`} ref={root} aria-labelledby={`title-${paper.doc}`}>
      <header>
        <p class="tab">{words.shelves[shelf]}</p>
        <div class="sheet-head">
          <div>
            <h2 id={`title-${paper.doc}`}>
              <Said>{title}</Said>
            </h2>
            <p class="soft">{facts(paper, words).join(' · ')}</p>
          </div>
          <Button
            icon="download"
            busy={busy}
            label={words.downloadNamed(title)}
            onPress={() => void download()}
          >
            {words.download}
          </Button>
        </div>
      </header>
      <Body paper={paper} shown={shown} desk={desk} words={words} onShow={() => void ensure()} />
    </article>
  );
};
