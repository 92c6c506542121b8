import type { DepositWords } from '../../i18n/deposit/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title, Told } from '../../ui/parts.js';
import type { Papers } from '../use-papers.js';
import { ChosenList } from './chosen-list.js';

/** Papers on their way, or what became of them where some were not received. */
export const Sending = ({
  papers: { all, underWay, cancel, sendable },
  words,
  onSend,
  onBack,
}: {
  readonly papers: Papers;
  readonly words: DepositWords;
  readonly onSend: () => void;
  readonly onBack: () => void;
}) => {
  const sent = all.filter(({ state }) => state === 'sent').length;
  const outcome = sent === 0 ? words.noneReceived : words.sentSoFar(sent, all.length);
  // of a link that is over nothing more is taken
  const isOver = all.some(({ fault }) => fault === 'closed' || fault === 'expired');
  return (
    <section class="card middle">
      <Sleeve papers={Math.min(all.length, 3)} />
      <Title key={String(underWay)}>{underWay ? words.sendingTitle : outcome}</Title>
      {underWay && <p class="lead">{words.keepOpen}</p>}
      <ChosenList papers={all} words={words} onRemove={null} />
      <Told text={underWay ? words.sentSoFar(sent, all.length) : ''} />
      {underWay ? (
        <Button icon="close" onPress={cancel}>
          {words.cancel}
        </Button>
      ) : (
        <div class="ways">
          {sendable > 0 && (
            <Button look="main" icon="send" onPress={onSend}>
              {words.sendRest}
            </Button>
          )}
          {!isOver && <Button onPress={onBack}>{words.back}</Button>}
        </div>
      )}
    </section>
  );
};
