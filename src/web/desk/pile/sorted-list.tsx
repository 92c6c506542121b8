import { kindOf } from '../../../core/kinds.js';
import { KindPicture } from '../../ui/pictograms.js';
import type { Desk } from '../app-context.js';
import { pagesOf, type SortedPaper } from './sorting.js';
import type { PilePage } from './sources.js';

/** The papers that were sorted so far, the newest last. */
export const SortedList = ({
  desk: { words },
  papers,
}: {
  readonly desk: Desk;
  readonly papers: readonly SortedPaper<PilePage>[];
}) => (
  <ol class="sorted">
    {papers.map((paper, i) => (
      <li key={i}>
        <KindPicture kind={paper.kind} shelf={kindOf(paper.kind)?.category ?? 'personal'} />
        <span>{words.pile.paper(words.kinds[paper.kind], pagesOf(paper).length)}</span>
      </li>
    ))}
  </ol>
);
