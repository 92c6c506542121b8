import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import type { PileState } from './pile.js';
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
const useDrop = ({ pile }: Desk): boolean => {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const out = (): void => setOver(false);
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      pile.take([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', out);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', out);
      removeEventListener('drop', drop);
    };
  }, [pile]);
  return isOver;
};

/** Where pages come in; and, once all are sorted, where they go out. */
export const Gate = ({ desk, state, papers, hasSent, onSend }: GateProps) => {
  const { words, pile } = desk;
  const isOver = useDrop(desk);
  const input = useRef<HTMLInputElement>(null);
  const { folder, reading } = state;
  return (
    <div class="gate">
      {papers.length > 0 && (
        <div class="card sorted-card">
          <p class="lead">{words.pile.sorted}</p>
          <SortedList desk={desk} papers={papers} />
          <div class="send">
            <Button look="main" icon="send" onPress={onSend}>
              {words.pile.send(papers.length)}
            </Button>
            <Button look="quiet" onPress={pile.unsay}>
              {words.pile.help.undo}
            </Button>
          </div>
        </div>
      )}
      <div class={isOver ? 'drop over' : 'drop'}>
        <Icon name="give" />
        <p class="drop-title">{words.pile.drop}</p>
        <p class="soft">{words.pile.dropText}</p>
        {reading > 0 && <span class="wait" />}
        <div class="row">
          {canWatch() && (
            <Button
              look={folder === null && papers.length === 0 && !hasSent ? 'main' : 'side'}
              icon="open"
              onPress={() => void pile.watch().catch(() => undefined)}
            >
              {words.pile.folder}
            </Button>
          )}
          <Button icon="file" onPress={() => input.current?.click()}>
            {words.pile.files}
          </Button>
        </div>
        <p class="soft" role="status">
          {folder === null ? words.pile.mayRead : words.pile.watching(folder)}
        </p>
        <input
          ref={input}
          class="hidden-text"
          type="file"
          multiple
          accept="image/*,application/pdf"
          tabIndex={-1}
          aria-hidden="true"
          onChange={({ currentTarget }) => {
            pile.take([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </div>
    </div>
  );
};
