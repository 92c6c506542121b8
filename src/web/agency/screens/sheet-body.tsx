import type { AgencyWords } from '../../i18n/agency/words.js';
import { fileSize } from '../../i18n/format.js';
import { Icon } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import type { Preview } from '../../preview/pages.js';
import type { LinkedPaper } from '../vault.js';
import { CanvasPage } from '../../preview/canvas-page.js';
import type { Desk } from './desk.js';
import { SHOWN_AT_ONCE, type Shown } from './use-shown.js';

interface BodyProps {
  readonly paper: LinkedPaper;
  readonly shown: Shown;
  readonly desk: Desk;
  readonly words: AgencyWords;
  readonly onShow: () => void;
}

const Leaves = ({ preview, paper, desk, words }: BodyProps & { readonly preview: Preview }) => {
  const { pages, total } = preview;
  const { title } = paper.metadata;
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
};

const failureWords = (code: string, words: AgencyWords): string => {
  if (code === 'not_found') return words.paperGone;
  return code === 'damaged' ? words.paperDamaged : words.cut;
};

const NoLeaves = ({
  text,
  words,
  onRetry,
}: {
  readonly text: string;
  readonly words: AgencyWords;
  readonly onRetry: (() => void) | null;
}) => (
  <div class="no-preview" role="status">
    <Icon name="file" />
    <p>{text}</p>
    {onRetry && (
      <Button icon="again" onPress={onRetry}>
        {words.retry}
      </Button>
    )}
  </div>
);

const Coming = ({
  small,
  part,
  paper,
  words,
  onShow,
}: Pick<BodyProps, 'paper' | 'words' | 'onShow'> & {
  readonly small: Preview | null;
  /** How much has come; null while it was not asked for. */
  readonly part: number | null;
}) => {
  const { title, size } = paper.metadata;
  const page = small?.pages[0];
  return (
    <div class="leaves coming">
      {page && <CanvasPage page={page} drawings={null} label={words.smallPicture(title)} />}
      {part !== null && (
        <p class="told" role="status">
          {part > 0 ? words.loadedPart(Math.floor(part * 100)) : words.loading}
        </p>
      )}
      {part === null && size > SHOWN_AT_ONCE && (
        <Button icon="open" onPress={onShow}>
          {words.show} ({fileSize(words.language, size)})
        </Button>
      )}
    </div>
  );
};

/** What a paper looks like, or why it can't be shown, or how far it has come. */
export const SheetBody = (props: BodyProps) => {
  const { shown, paper, words, onShow } = props;
  switch (shown.state) {
    case 'shown':
      return <Leaves {...props} preview={shown.preview} />;
    case 'none':
      return (
        <NoLeaves
          text={shown.why === 'locked' ? words.locked : words.noPreview}
          words={words}
          onRetry={null}
        />
      );
    case 'failed':
      return <NoLeaves text={failureWords(shown.code, words)} words={words} onRetry={onShow} />;
    default: {
      const part = shown.state === 'loading' ? shown.part : null;
      return <Coming small={shown.small} part={part} paper={paper} words={words} onShow={onShow} />;
    }
  }
};
