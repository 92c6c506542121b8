import { KINDS, kindOf } from '../../../core/kinds.js';
import { CanvasPage } from '../../preview/canvas-page.js';
import { Icon } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import { KindPicture } from '../../ui/pictograms.js';
import type { Desk } from '../app-context.js';
import { KEY_KINDS } from './keys.js';
import type { PileState } from './pile-state.js';
import { SortedList } from './sorted-list.js';
import type { SortedPaper } from './sorting.js';
import type { PilePage } from './sources.js';

interface StageProps {
  readonly desk: Desk;
  readonly state: PileState;
  readonly page: PilePage;
  readonly papers: readonly SortedPaper<PilePage>[];
  readonly onSend: () => void;
}

const Leaf = ({ desk: { words }, page, label }: { desk: Desk; page: PilePage; label: string }) => (
  <div class="stage-page" data-quarters={page.quarters}>
    {page.drawing ? (
      <CanvasPage key={page.id} page={page.drawing} drawings={null} label={label} />
    ) : (
      <div class="no-preview">
        <Icon name="file" />
        <p>
          <bdi>{page.source.name}</bdi>
        </p>
        <p class="soft">{words.pile.noPicture}</p>
      </div>
    )}
  </div>
);

/** The keys, as buttons for whoever uses a mouse. */
const Kinds = ({ desk: { words, pile } }: { readonly desk: Desk }) => (
  <>
    <ul class="key-kinds" aria-label={words.pile.help.kind}>
      {KEY_KINDS.map((kind, i) => (
        <li key={kind}>
          <button type="button" class="key-kind" onClick={() => pile.say({ kind })}>
            <kbd>{i + 1}</kbd>
            <KindPicture kind={kind} shelf={kindOf(kind)?.category ?? 'personal'} />
            <span>{words.kinds[kind]}</span>
          </button>
        </li>
      ))}
    </ul>
    <select
      class="more-kinds"
      aria-label={words.pile.help.kind}
      onChange={({ currentTarget }) => {
        const kind = KINDS.find(({ id }) => id === currentTarget.value)?.id;
        if (kind) pile.say({ kind });
      }}
    >
      <option value="">…</option>
      {KINDS.filter(({ id }) => !KEY_KINDS.includes(id)).map(({ id }) => (
        <option key={id} value={id}>
          {words.kinds[id]}
        </option>
      ))}
    </select>
  </>
);

const Words = ({ desk: { words, pile } }: { readonly desk: Desk }) => {
  const { help, keys } = words.pile;
  const all = [
    [keys.enter, help.same, () => pile.say('same')],
    ['V', help.side, () => pile.say('back')],
    [keys.delete, help.drop, () => pile.say('drop')],
    ['R', help.turn, pile.turn],
    ['↑', help.undo, pile.unsay],
  ] as const;
  return (
    <ul class="key-words">
      {all.map(([key, what, act]) => (
        <li key={key}>
          <button type="button" class="key-word" onClick={act}>
            <kbd>{key}</kbd>
            <span>{what}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

/** The page in hand, and what can be said of it. */
export const Stage = ({ desk, state, page, papers, onSend }: StageProps) => {
  const { words } = desk;
  const { sorting } = state;
  const label = words.pile.page(sorting.words.length + 1, sorting.pages.length);
  return (
    <div class="stage">
      <div class="stage-left">
        <p class="soft" role="status">
          {label}
        </p>
        <Leaf desk={desk} page={page} label={label} />
      </div>
      <div class="stage-right">
        <Kinds desk={desk} />
        <Words desk={desk} />
        <SortedList desk={desk} papers={papers} />
        {papers.length > 0 && (
          <div class="send">
            <Button look="main" icon="send" onPress={onSend}>
              {words.pile.send(papers.length)}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
};
