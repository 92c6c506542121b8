import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import type { PileState } from './pile-state.js';
import { type Training, useTraining } from '../training/context.js';
import { Samples } from '../training/samples.js';
import { SortedList } from './sorted-list.js';
import type { SortedPaper } from './sorting.js';
import type { PilePage } from './sources.js';
import { canWatch } from './watch.js';

interface GateProps {
  readonly desk: Desk;
  readonly state: PileState;
  readonly papers: readonly SortedPaper<PilePage>[];
  readonly hasSent: boolean;
  readonly onSend: () => void;
}

/** Files from anywhere on the machine, wherever on the page they are let go. */
const useDrop = ({ pile }: Desk, isOpen: boolean): boolean => {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setOver(isOpen);
    };
    const out = (): void => setOver(false);
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      if (isOpen) pile.take([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', out);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', out);
      removeEventListener('drop', drop);
    };
  }, [pile, isOpen]);
  return isOver;
};

/** Everything is sorted: one key sends it, or throws away what is nothing but blank pages. */
const Sorted = ({ desk, state, papers, onSend }: GateProps) => {
  const { words, pile } = desk;
  return (
    <div class="card sorted-card">
      <p class="lead">{words.pile.sorted}</p>
      <SortedList desk={desk} papers={papers} />
      <div class="send">
        <Button look="main" icon={papers.length > 0 ? 'send' : 'bin'} onPress={onSend}>
          {papers.length > 0
            ? words.pile.send(papers.length)
            : words.pile.throwAway(state.sorting.pages.length)}
        </Button>
        <Button look="quiet" onPress={pile.unsay}>
          {words.pile.help.undo}
        </Button>
      </div>
    </div>
  );
};

/** From files of this machine, wherever they lie. */
const Files = ({ desk: { words, pile } }: { readonly desk: Desk }) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="file" onPress={() => input.current?.click()}>
        {words.pile.files}
      </Button>
      <input
        ref={input}
        class="hidden-text"
        type="file"
        multiple
        accept="image/*,application/pdf,.heic,.heif"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          pile.take([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
    </>
  );
};

/** The scanner's folder, files, or whatever is let go over the page. */
const Inlet = ({ desk, state, hasSent }: GateProps) => {
  const { words, pile } = desk;
  const isOver = useDrop(desk, true);
  const { folder, reading, sorting } = state;
  const isFirst = folder === null && sorting.pages.length === 0 && !hasSent;
  return (
    <div class={isOver ? 'drop over' : 'drop'}>
      <Icon name="give" />
      <p class="drop-title">{words.pile.drop}</p>
      <p class="soft">{words.pile.dropText}</p>
      {reading > 0 && <span class="wait" />}
      <div class="row">
        {canWatch() && (
          <Button
            look={isFirst ? 'main' : 'side'}
            icon="inbox"
            onPress={() => void pile.watch().catch(() => undefined)}
          >
            {words.pile.folder}
          </Button>
        )}
        <Files desk={desk} />
      </div>
      <p class="soft" role="status">
        {folder === null ? words.pile.mayRead : words.pile.watching(folder)}
      </p>
    </div>
  );
};

/** Of a training: what is let go over the page is let fall. */
const TrainingInlet = ({ desk, training }: { readonly desk: Desk; readonly training: Training }) => {
  useDrop(desk, false);
  return <Samples training={training} pile={desk.pile} />;
};

/** Where pages come in; and, once all are sorted, where they go out. */
export const Gate = (props: GateProps) => {
  const training = useTraining();
  return (
    <div class="gate">
      {props.state.sorting.pages.length > 0 && <Sorted {...props} />}
      {training ? <TrainingInlet desk={props.desk} training={training} /> : <Inlet {...props} />}
    </div>
  );
};
