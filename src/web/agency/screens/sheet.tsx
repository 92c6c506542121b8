import { useState } from 'preact/hooks';
import { kindOf } from '../../../core/kinds.js';
import type { AgencyWords } from '../../i18n/agency/words.js';
import { plainDay } from '../../i18n/days.js';
import { fileSize } from '../../i18n/format.js';
import { Button, Said } from '../../ui/parts.js';
import { savePaper } from '../saving.js';
import type { LinkedPaper } from '../vault.js';
import type { Desk } from './desk.js';
import { SheetBody } from './sheet-body.js';
import { useShown } from './use-shown.js';

const facts = ({ metadata }: LinkedPaper, words: AgencyWords): string[] => {
  const { pages, size, expires } = metadata;
  return [
    ...(pages !== null && pages > 1 ? [words.pages(pages)] : []),
    fileSize(words.language, size),
    ...(expires === null ? [] : [words.validUntil(plainDay(words.language, expires))]),
  ];
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
    <article class="sheet-card" data-shelf={shelf} ref={root} aria-labelledby={`title-${paper.doc}`}>
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
      <SheetBody paper={paper} shown={shown} desk={desk} words={words} onShow={() => void ensure()} />
    </article>
  );
};
