import type { DepositWords } from '../../i18n/deposit/words.js';
import { fileSize } from '../../i18n/format.js';
import { Icon } from '../../ui/icons.js';
import { Button, Said } from '../../ui/parts.js';
import type { Chosen } from '../use-papers.js';

const sayingOf = ({ state, fault, hadPlace, part }: Chosen, words: DepositWords): string => {
  if (fault) return words.faults[fault];
  if (state === 'ready') return hadPlace ? words.placeTaken : words.ready;
  if (state === 'sending') return words.sending(Math.floor(part * 100));
  const said = { checking: words.checking, queued: words.queued, waiting: words.waiting, sent: words.sent };
  return said[state as keyof typeof said] ?? '';
};

const Row = ({
  one,
  words,
  onRemove,
}: {
  readonly one: Chosen;
  readonly words: DepositWords;
  readonly onRemove: ((id: string) => void) | null;
}) => {
  const { id, file, state, part } = one;
  const isMoving = state === 'sending' || state === 'waiting';
  return (
    <li class={`row ${state}`}>
      <Icon name={state === 'sent' ? 'check' : state === 'refused' ? 'close' : 'file'} />
      <div class="what">
        <p class="name">
          <Said>{file.name}</Said>
        </p>
        <p class={state === 'refused' ? 'fault' : 'soft small'}>
          {file.size > 0 && state !== 'refused' && `${fileSize(words.language, file.size)} · `}
          {sayingOf(one, words)}
        </p>
        {isMoving && <progress max={1} value={part} aria-label={words.progressOf(file.name)} />}
      </div>
      {onRemove && (
        <Button look="quiet" label={words.removeNamed(file.name)} onPress={() => onRemove(id)}>
          {words.remove}
        </Button>
      )}
    </li>
  );
};

/** The files that were chosen, each with what is to be said of it. */
export const ChosenList = ({
  papers,
  words,
  onRemove,
}: {
  readonly papers: readonly Chosen[];
  readonly words: DepositWords;
  readonly onRemove: ((id: string) => void) | null;
}) => (
  <div class="list">
    <h2>{words.listTitle(papers.length)}</h2>
    <ul>
      {papers.map((one) => (
        <Row key={one.id} one={one} words={words} onRemove={onRemove} />
      ))}
    </ul>
  </div>
);
