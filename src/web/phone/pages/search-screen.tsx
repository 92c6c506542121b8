import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { KINDS } from '../../../core/kinds.js';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Button, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import type { PaperView } from '../engine/engine.js';
import { parted } from '../parted.js';
import { shelfOf } from '../shelf.js';
import { usePapers } from '../use-papers.js';
import { found } from './search.js';
import './pages.css';
import { Wait } from '../loading.js';

export type Card = (props: ScreenProps & { readonly paper: PaperView }) => JSX.Element;

interface SearchProps extends ScreenProps {
  readonly said: PagesWords;
  /** As on the list of all papers. */
  readonly PaperCard: Card;
}

/** What was looked for, kept while one of the papers found is looked at. */
let last = { text: '', kind: null as string | null };

/** Papers by a word that was typed, or by the picture of their kind. Nothing of it leaves the phone. */
export const Search = ({ app, said, PaperCard }: SearchProps) => {
  const { words } = app;
  const { listed } = usePapers();
  const [sought, setSought] = useState(last);
  const seek = (next: typeof last): void => {
    last = next;
    setSought(next);
  };
  const papers = listed?.papers ?? [];
  const { text, kind } = sought;
  const isSeeking = text.trim() !== '' || kind !== null;
  const ofKind = kind === null ? papers : papers.filter((one) => one.kind === kind);
  const results = isSeeking ? found(words, ofKind, text) : [];
  const there = KINDS.filter(({ id }) => papers.some((one) => one.kind === id));
  return (
    <section class="screen papers">
      <Title>{said.search.title}</Title>
      <div class="field seek-field">
        <label class="hidden-text" for="sought">
          {said.search.field}
        </label>
        <input
          id="sought"
          type="search"
          dir="auto"
          autocomplete="off"
          placeholder={said.search.field}
          value={text}
          onInput={({ currentTarget }) => seek({ text: currentTarget.value, kind })}
        />
      </div>
      {isSeeking && (
        <Button icon="close" onPress={() => seek({ text: '', kind: null })}>
          {kind === null ? said.search.all : words.kinds[kind as keyof typeof words.kinds]}
        </Button>
      )}
      {!listed && <Wait words={words} />}
      {!isSeeking && (
        <div class="kinds">
          {there.map(({ id }) => (
            <button key={id} type="button" class="kind" onClick={() => seek({ text, kind: id })}>
              <KindPicture kind={id} shelf={shelfOf(id)} />
              <span>{parted(words.kinds[id])}</span>
            </button>
          ))}
        </div>
      )}
      <p class="soft" role="status">
        {isSeeking && listed && results.length === 0 && said.search.nothing}
      </p>
      <ul class="paper-grid">
        {results.map((paper) => (
          <PaperCard key={paper.id} app={app} paper={paper} />
        ))}
      </ul>
    </section>
  );
};
